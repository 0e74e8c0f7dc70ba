using System.Diagnostics;
using System.Security.Cryptography;
using Brasa.Lambda;

namespace Brasa.Server;

/// <summary>The runtimes' bootstraps, laid out in the data directory and compiled there once for each interpreter.</summary>
/// <remarks>Sandboxes see them read-only, so an interpreter that compiles at its start would do so at every cold start.</remarks>
internal static class BootstrapAssets
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The directory that holds a folder for each language.</summary>
    public static async Task<string> PrepareAsync(string directory, IReadOnlyList<FoundRuntime> runtimes, CancellationToken ct)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "runtimes");
        var files = Directory.GetFiles(shipped, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var target = Path.Combine(directory, Fingerprint(files, runtimes));
        if (Directory.Exists(target)) return target;

        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        var building = Path.Combine(directory, "building");
        foreach (var file in files)
        {
            var copy = Path.Combine(building, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!, Readable);
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, Readable);
        }

        var python = runtimes.Where(runtime => runtime.Identifier.StartsWith("python", StringComparison.Ordinal));
        await Task.WhenAll(python.Select(runtime => CompileAsync(runtime.Path, Path.Combine(building, "python"), ct)));
        Directory.Move(building, target);
        return target;
    }

    private static string Fingerprint(List<string> files, IReadOnlyList<FoundRuntime> runtimes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files) hash.AppendData(File.ReadAllBytes(file));
        foreach (var runtime in runtimes) hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{runtime.Path}\0{runtime.Version}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>What cannot be compiled is compiled by the interpreter itself, later and each time.</summary>
    private static async Task CompileAsync(string interpreter, string directory, CancellationToken ct)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(interpreter, ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process.Start();
        var said = process.StandardOutput.ReadToEndAsync(ct);
        await process.StandardError.ReadToEndAsync(ct);
        await said;
        await process.WaitForExitAsync(ct);
    }
}
