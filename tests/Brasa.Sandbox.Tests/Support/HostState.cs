namespace Brasa.Sandbox.Tests.Support;

/// <summary>What sandboxes could leave behind on the machine.</summary>
internal static class HostState
{
    /// <summary>Mounts of this process below a directory.</summary>
    public static string[] MountsBelow(string directory) =>
        [.. File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4]).Where(point => point.StartsWith(directory, StringComparison.Ordinal))];

    /// <summary>Files that loop devices show, whose path holds a word.</summary>
    public static string[] LoopFiles(string word) =>
        [.. Directory.GetDirectories("/sys/block", "loop*").Select(device => Path.Combine(device, "loop/backing_file")).Where(File.Exists)
            .Select(File.ReadAllText).Where(file => file.Contains(word, StringComparison.Ordinal))];

    /// <summary>Control groups in any hierarchy whose name is the one given.</summary>
    public static string[] Cgroups(string name) =>
        [.. Directory.GetDirectories("/sys/fs/cgroup", name, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })];

    /// <summary>How often the threads in a control group have gone to sleep: the sum stands still when none of them runs.</summary>
    public static long CountSleeps(string cgroup) =>
        Cgroups(cgroup).SelectMany(group => File.ReadLines(Path.Combine(group, "cgroup.procs"))).Distinct()
            .SelectMany(pid => Directory.GetDirectories($"/proc/{pid}/task"))
            .SelectMany(task => File.ReadLines(Path.Combine(task, "status")))
            .Where(line => line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Processes whose command line holds a word, zombies included.</summary>
    public static string[] Processes(string word) =>
        [.. Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Where(process => CommandLine(process).Contains(word, StringComparison.Ordinal))];

    /// <summary>Children of this process with that name that have ended and that nobody has waited for.</summary>
    public static string[] Zombies(string name) =>
        [.. Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Select(Status)
            .Where(status => status.StartsWith($"Name:\t{name}\n", StringComparison.Ordinal) && status.Contains("State:\tZ", StringComparison.Ordinal) && status.Contains($"PPid:\t{Environment.ProcessId}\n", StringComparison.Ordinal))];

    /// <summary>Waits until a list is empty: the kernel frees mounts and loop devices a moment after their last user.</summary>
    public static async Task AssertSoonEmptyAsync(Func<string[]> list)
    {
        for (var attempt = 0; attempt < 200 && list().Length > 0; attempt++) await Task.Delay(20);
        Assert.Empty(list());
    }

    private static string CommandLine(string process) => Read(Path.Combine(process, "cmdline"));

    private static string Status(string process) => Read(Path.Combine(process, "status"));

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
