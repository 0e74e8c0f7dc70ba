using System.Diagnostics;

namespace Brasa.Lambda.Runtimes;

/// <summary>Looks for interpreters: in the data directory, on the search path, and where version managers keep them.</summary>
internal sealed class InterpreterFinder(string runtimesDirectory)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);
    private static readonly byte[] ElfMagic = [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>The first interpreter found for each runtime; runtimes with none are left out.</summary>
    public async Task<IReadOnlyList<Interpreter>> FindAsync(CancellationToken ct)
    {
        var versions = new VersionProbe(ct);
        var found = await Task.WhenAll(RuntimeDescriptor.All.Select(runtime => FindAsync(runtime, versions)));
        return [.. found.OfType<Interpreter>()];
    }

    private async Task<Interpreter?> FindAsync(RuntimeDescriptor runtime, VersionProbe versions)
    {
        foreach (var path in Candidates(runtime).Select(Resolve).OfType<string>().Distinct())
        {
            if (await versions.ReadAsync(path) is { } version && version.StartsWith(runtime.VersionPrefix, StringComparison.Ordinal))
                return Interpreter.At(runtime, version, path);
        }

        return null;
    }

    private IEnumerable<string> Candidates(RuntimeDescriptor runtime)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var directories = Enumerable.Empty<string>()
            .Append(Path.Combine(runtimesDirectory, runtime.Identifier, "bin"))
            .Concat(["/usr/bin", "/usr/local/bin"])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            .Concat(runtime.VersionManagers.Select(manager => Path.Combine(home, manager)).Where(Directory.Exists)
                .SelectMany(manager => Directory.GetDirectories(manager).OrderDescending(StringComparer.Ordinal))
                .SelectMany(installation => new[] { Path.Combine(installation, "bin"), Path.Combine(installation, "installation", "bin") }));
        return directories.Select(directory => Path.Combine(directory, runtime.Executable));
    }

    /// <summary>The file behind links, where it is a program of this machine and not a wrapper script of a version manager.</summary>
    private static string? Resolve(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            using var stream = File.OpenRead(file);
            var magic = new byte[ElfMagic.Length];
            return stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(ElfMagic) ? file : null;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Asks each interpreter for its version once.</summary>
    private sealed class VersionProbe(CancellationToken ct)
    {
        private readonly Dictionary<string, Task<string?>> asked = new(StringComparer.Ordinal);

        public Task<string?> ReadAsync(string path)
        {
            lock (asked)
            {
                if (!asked.TryGetValue(path, out var version)) asked[path] = version = AskAsync(path);
                return version;
            }
        }

        private async Task<string?> AskAsync(string path)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(ProbeTimeout);
            using var process = new Process();
            process.StartInfo = new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true, RedirectStandardError = true };
            try
            {
                process.Start();
                var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
                return output.Trim().Split(' ')[^1].TrimStart('v');
            }
            catch (Exception unusable) when (unusable is System.ComponentModel.Win32Exception or IOException or OperationCanceledException)
            {
                return null;
            }
        }
    }
}
