using System.Globalization;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Cgroups;

/// <summary>
/// The processes of one container, found from its first one: all others descend from it, as orphans in a pid namespace become its children.
/// They can be stopped, let go on, killed and looked at; there is no limit on their memory and CPU.
/// </summary>
internal sealed class ProcessTree(string pidFile) : ICgroup
{
    private const int MaxRounds = 100; // a process forking faster than it is stopped wins otherwise

    private int first;
    private string? pidNamespace;
    private long peak;

    public string OciPath => "/brasa";

    public IReadOnlyList<string> ProcessFiles => [];

    /// <summary>Does nothing.</summary>
    public void SetMemoryLimit(long bytes)
    {
    }

    /// <summary>Does nothing: it is a resource limit.</summary>
    public void SetProcessLimit(int most)
    {
    }

    /// <summary>Does nothing.</summary>
    public void SetCpuLimit(double? vcpus)
    {
    }

    public void Freeze()
    {
        // Again until none can run: one of them may have let another go on that was stopped before.
        for (var round = 0; round < MaxRounds; round++)
        {
            var running = ProcessTable.FindTree(First()).Where(ProcessTable.CanRun).ToArray();
            if (running.Length == 0) return;
            Signal(running, LibC.SIGSTOP);
        }
    }

    public void Thaw() => Signal(ProcessTable.FindTree(First()), LibC.SIGCONT);

    /// <summary>The kernel kills the others with the first.</summary>
    public void Kill()
    {
        if (IsAlive()) Signal([first], LibC.SIGKILL);
    }

    /// <summary>Called first when the container has just started: its first process is then there for certain.</summary>
    public void ForgetPeak()
    {
        _ = IsAlive();
        peak = 0;
    }

    public long ReadPeakCharge() => ReadMemory().PeakBytes;

    /// <summary>What all use now, and the most that was ever seen; what each of several used at most is not known at once.</summary>
    public MemoryUsage ReadMemory()
    {
        if (!IsAlive()) return new MemoryUsage(0, peak);
        var usages = ProcessTable.FindTree(first).Select(ProcessTable.ReadMemory).ToArray();
        var now = usages.Sum(usage => usage.NowBytes);
        peak = Math.Max(peak, Math.Max(now, usages.Max(usage => usage.PeakBytes)));
        return new MemoryUsage(now, peak);
    }

    /// <summary>None that could be told from others.</summary>
    public long CountOutOfMemoryKills() => 0;

    public void Dispose() => Kill();

    private static void Signal(IEnumerable<int> pids, int signal)
    {
        // SAFETY: takes values; /proc has just named these as descendants of a container's first process, which IsAlive has told from a later one.
        foreach (var pid in pids) _ = LibC.Kill(pid, signal);
    }

    private int First() => IsAlive() ? first : throw new IOException("The sandbox is gone.");

    /// <summary>Whether the first process is there; one that got its pid later is in another pid namespace.</summary>
    private bool IsAlive()
    {
        if (pidNamespace is null && File.Exists(pidFile) && int.TryParse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture, out var pid))
        {
            first = pid;
            pidNamespace = ProcessTable.ReadPidNamespace(pid);
        }

        return pidNamespace is not null && ProcessTable.ReadPidNamespace(first) == pidNamespace;
    }
}
