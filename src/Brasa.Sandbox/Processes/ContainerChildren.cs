using System.Collections.Concurrent;
using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>
/// The children of a server that adopts orphans: those it watches, and the helpers that a container runtime leaves behind (crun one per
/// start, and more when a start fails), which nobody else would wait for.
/// </summary>
internal sealed class ContainerChildren(Reactor reactor, string runtimeName)
{
    // The kernel hands orphans to the first thread of the process that adopts them.
    private static readonly string ChildrenFile =
        string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}/children");

    private readonly ConcurrentDictionary<int, bool> watched = new();
    private readonly Lock sweeping = new();

    /// <summary>Watches a child; its exit is also the occasion to look for orphans.</summary>
    public ChildProcess Watch(int pid)
    {
        watched[pid] = true; // before the watch, which may forget it at once
        return new ChildProcess(reactor, pid, Forget);
    }

    /// <summary>Waits for every ended child that is a helper of the runtime.</summary>
    public void ReapOrphans()
    {
        if (!File.Exists(ChildrenFile)) return; // a kernel without CONFIG_PROC_CHILDREN: they stay until the server ends
        lock (sweeping)
        {
            foreach (var word in File.ReadAllText(ChildrenFile).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var pid = int.Parse(word, CultureInfo.InvariantCulture);
                if (!watched.ContainsKey(pid) && IsEndedHelper(pid)) LibC.Reap(pid);
            }
        }
    }

    /// <remarks>A container's init that ended before it was watched bears the name of its own program, and is left for its sandbox.</remarks>
    private bool IsEndedHelper(int pid)
    {
        try
        {
            // proc_pid_stat(5): pid (command) state …
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var end = stat.LastIndexOf(')');
            return stat[end + 2] == 'Z' && stat.AsSpan(stat.IndexOf('(') + 1).StartsWith(runtimeName);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Forget(int pid)
    {
        watched.TryRemove(pid, out _);
        ReapOrphans();
    }
}
