using System.Globalization;
using System.Runtime.InteropServices;

namespace Brasa.Cli.Servers;

/// <summary>A server that quickstart started and that still runs.</summary>
internal sealed partial class RunningServer
{
    private const string Program = "Brasa.Server.dll";
    private const int Terminate = 15;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than the server lets requests take that have begun.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DataDirectory data;

    private RunningServer(int pid, DataDirectory data)
    {
        Pid = pid;
        this.data = data;
    }

    public int Pid { get; }

    /// <summary>The server recorded in <paramref name="data"/>; <c>null</c> where it has ended, whatever process bears its number now.</summary>
    public static RunningServer? Find(DataDirectory data)
    {
        if (!File.Exists(data.Pid) || !int.TryParse(File.ReadAllText(data.Pid), CultureInfo.InvariantCulture, out var pid)) return null;
        var server = new RunningServer(pid, data);
        return server.Runs && data.IsInUse() ? server : null;
    }

    /// <summary>Asks the server to end, and waits until it has.</summary>
    /// <exception cref="CliException">It is another user's, or takes too long.</exception>
    public async Task StopAsync(CancellationToken ct)
    {
        // SAFETY: takes two values.
        if (Kill(Pid, Terminate) != 0 && Runs)
            throw new CliException($"the server (pid {Pid}) may not be stopped by this user. Try: sudo {Launcher.Find().Command} down --data {data.Path}");

        using var patience = new CancellationTokenSource(Patience);
        while (Runs)
        {
            if (patience.IsCancellationRequested) throw new CliException($"the server (pid {Pid}) still has not ended. Its log: {data.Log}");
            await Task.Delay(Interval, ct);
        }

        File.Delete(data.Pid);
    }

    /// <remarks>A process that has ended and was not waited for has no command line either.</remarks>
    private bool Runs
    {
        get
        {
            try
            {
                var words = File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0');
                return words.Any(word => Path.GetFileName(word) == Program) && words.Contains(data.Path);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
