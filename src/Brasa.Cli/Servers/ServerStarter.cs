using System.Diagnostics;
using System.Globalization;

namespace Brasa.Cli.Servers;

/// <summary>Starts a server in the background, where it outlives this program and its terminal.</summary>
internal sealed class ServerStarter(Launcher launcher, DataDirectory data, HealthClient health)
{
    private const int LogLinesShown = 15;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts it and returns when it answers.</summary>
    /// <exception cref="CliException">It ended, or does not answer; the message holds the end of its log.</exception>
    public async Task<Health> StartAsync(int port, string isolation, IReadOnlyList<string> fileSystems, string? networks, CancellationToken ct)
    {
        if (data.IsInUse())
            throw new CliException($"a server uses {data.Path}, but does not answer at port {port}. Give the --port it listens on, or stop it: {launcher.Command} down --data {data.Path}");

        data.BeginLog();
        using var server = Spawn(port, isolation, fileSystems, networks);
        await File.WriteAllTextAsync(data.Pid, string.Create(CultureInfo.InvariantCulture, $"{server.Id}\n"), ct);

        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            // In this order: what has ended cannot have answered.
            var hasEnded = server.HasExited;
            if (!hasEnded && await health.ReadAsync(ct) is { } answer) return answer;
            if (hasEnded || Stopwatch.GetElapsedTime(since) > Patience)
                throw new CliException($"the server {(hasEnded ? "ended at its start" : "does not answer")}. The end of {data.Log}:\n{LastLines()}");
            await Task.Delay(Interval, ct);
        }
    }

    /// <remarks>The shell, setsid and the launcher become one another and at last the server: its process id is theirs.</remarks>
    private Process Spawn(int port, string isolation, IReadOnlyList<string> fileSystems, string? networks) => Process.Start(new ProcessStartInfo("/bin/sh",
    [
        "-c", "log=$1; shift; exec setsid \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", data.Log,
        launcher.Path, "up", "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data.Path, "--isolation", isolation,
        .. fileSystems.SelectMany(given => new[] { "--file-system", given }),
        .. networks is null ? Array.Empty<string>() : ["--networks", Path.GetFullPath(networks)],
    ]) { WorkingDirectory = "/" })!;

    private string LastLines() => string.Join('\n', File.ReadLines(data.Log).TakeLast(LogLinesShown).Select(line => $"  {line}"));
}
