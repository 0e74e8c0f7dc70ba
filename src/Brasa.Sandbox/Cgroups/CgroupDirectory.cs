using System.Diagnostics;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Cgroups;

/// <summary>Makes, empties and removes directories of a control group hierarchy.</summary>
internal static class CgroupDirectory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // a process in a long syscall dies late

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
            KillProcesses(path, killed);
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

    /// <summary>Remembers whom it killed: a container half started is our child, and nobody else waits for it.</summary>
    private static void KillProcesses(string path, HashSet<int> killed)
    {
        foreach (var pid in CgroupFile.ReadPids(Path.Combine(path, "cgroup.procs")))
        {
            killed.Add(pid);
            // SAFETY: takes values; the kernel has just named the pid as one of this group, which only Brasa's processes enter.
            _ = LibC.Kill(pid, LibC.SIGKILL);
        }

        // v1 lets what is frozen die only once it runs again.
        CgroupFile.TryWrite(Path.Combine(path, "freezer.state"), "THAWED");
    }
}
