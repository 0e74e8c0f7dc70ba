using System.Diagnostics;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Cgroups;

/// <summary>Makes, empties and removes directories of a control group hierarchy.</summary>
internal static class CgroupDirectory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // a process in a long syscall dies late, and a thousand take their time

    /// <summary>Makes a directory and its parents, also while another server removes an empty parent.</summary>
    public static void Create(string path)
    {
        const int attempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(path);
                return;
            }
            catch (IOException) when (attempt < attempts)
            {
            }
        }
    }

    /// <summary>Kills every process in the groups of a tree, then removes the tree. Throws when a process outlives its SIGKILL for long.</summary>
    public static void KillAndRemove(string path)
    {
        if (!Directory.Exists(path)) return;
        foreach (var child in Directory.GetDirectories(path)) KillAndRemove(child);

        var killed = new HashSet<int>();
        var started = Stopwatch.GetTimestamp();
        while (!TryRemove(path))
        {
            killed.UnionWith(KillProcesses(path));
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new SandboxException($"The control group {path} cannot be removed: its processes do not end.");
            Thread.Sleep(1);
        }

        foreach (var pid in killed) LibC.Reap(pid);
    }

    /// <summary>Removes a directory unless it is in use.</summary>
    public static bool TryRemove(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Sends SIGKILL to every process in a group, and says to whom: a container half started is our child, and nobody else waits for it.
    /// Where the group can be frozen, none of them forks meanwhile, and all are let go at the end: what is frozen does not die.
    /// </summary>
    public static IEnumerable<int> KillProcesses(string path)
    {
        var freezer = Path.Combine(path, "freezer.state");
        CgroupFile.TryWrite(freezer, "FROZEN");
        var pids = CgroupFile.ReadPids(Path.Combine(path, "cgroup.procs"));

        // SAFETY: takes values; the kernel has just named these as processes of this group, which only Brasa's enter.
        foreach (var pid in pids) _ = LibC.Kill(pid, LibC.SIGKILL);
        CgroupFile.TryWrite(Path.Combine(path, "cgroup.kill"), "1");
        CgroupFile.TryWrite(freezer, "THAWED");
        return pids;
    }
}
