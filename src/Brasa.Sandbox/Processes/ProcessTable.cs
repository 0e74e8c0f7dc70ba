using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>What /proc tells about processes.</summary>
internal static class ProcessTable
{
    private const int MaxRounds = 100; // a process forking faster than it is killed wins otherwise

    /// <summary>Kills every process of a session, among them those that left the process group.</summary>
    public static void KillSession(int session)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var members = FindSession(session);
            if (members.Count == 0) return;
            // SAFETY (both): values; /proc has just named these as members of a session that one of our children started.
            foreach (var pid in members) _ = LibC.Kill(pid, LibC.SIGKILL);
            Thread.Sleep(1);
        }
    }

    /// <summary>A process and all that descend from it, as far as they are there while this looks.</summary>
    public static List<int> FindTree(int root)
    {
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++) tree.AddRange(FindChildren(tree[i]));
        return tree;
    }

    /// <summary>Names the pid namespace that a process is in; null where it has ended or is another user's.</summary>
    public static string? ReadPidNamespace(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/ns/pid", returnFinalTarget: false)?.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What one process uses of memory.</summary>
    public static MemoryUsage ReadMemory(int pid)
    {
        try
        {
            // A process names itself: of its lines only these are looked at.
            long anonymous = 0, shared = 0, files = 0, peak = 0;
            foreach (var line in File.ReadLines($"/proc/{pid}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) peak = ReadKibibytes(line);
                else if (line.StartsWith("RssAnon:", StringComparison.Ordinal)) anonymous = ReadKibibytes(line);
                else if (line.StartsWith("RssFile:", StringComparison.Ordinal)) files = ReadKibibytes(line);
                else if (line.StartsWith("RssShmem:", StringComparison.Ordinal)) shared = ReadKibibytes(line);
            }

            return MemoryUsage.FromKernelPeak(anonymous + shared, peak, files, long.MaxValue);
        }
        catch (IOException)
        {
            return default;
        }
    }

    /// <summary>Whether a process can run: it is neither stopped nor at its end.</summary>
    public static bool CanRun(int pid) => ReadStat(pid) is [var state, ..] && state is not ("T" or "t" or "Z" or "X");

    /// <remarks>The kernel lists the children of each thread (CONFIG_PROC_CHILDREN).</remarks>
    private static IEnumerable<int> FindChildren(int pid)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{pid}/task").SelectMany(ReadChildren);
        }
        catch (IOException)
        {
            return []; // it ended meanwhile
        }
    }

    private static IEnumerable<int> ReadChildren(string thread)
    {
        try
        {
            return [.. File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long ReadKibibytes(string line) =>
        long.TryParse(line.AsSpan(line.IndexOf(':') + 1).TrimEnd("kB "), CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : 0;

    /// <summary>The living members of a session; a zombie can no longer do anything.</summary>
    private static List<int> FindSession(int session)
    {
        var members = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory.AsSpan()), CultureInfo.InvariantCulture, out var pid)) continue;
            if (ReadStat(pid) is [var state, _, _, var its, ..] && state != "Z" && its == session.ToString(CultureInfo.InvariantCulture))
                members.Add(pid);
        }

        return members;
    }

    /// <summary>The fields of proc_pid_stat(5) after the command: state, parent, process group, session, …</summary>
    private static string[] ReadStat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
