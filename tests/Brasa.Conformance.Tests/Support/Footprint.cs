namespace Brasa.Conformance.Tests.Support;

/// <summary>What a running server has on its machine, noted so that a test can see whether all of it goes.</summary>
/// <param name="Processes">Its functions' processes, each with its start time: ids are used again.</param>
/// <param name="Cgroups">The cgroup directories those are in.</param>
/// <param name="MountPoints">What it has mounted.</param>
/// <param name="Images">Its <c>/tmp</c> images that loop devices show.</param>
internal sealed record Footprint(
    IReadOnlyDictionary<int, string> Processes, IReadOnlyList<string> Cgroups, IReadOnlyList<string> MountPoints, IReadOnlyList<string> Images)
{
    private const string CgroupRoot = "/sys/fs/cgroup";

    public static Footprint Of(ServerProcess server, string dataDirectory)
    {
        var processes = Descendants(server.Id).Select(pid => (pid, started: StartTime(pid))).Where(found => found.started is not null)
            .ToDictionary(found => found.pid, found => found.started!);
        return new Footprint(
            processes,
            [.. processes.Keys.SelectMany(CgroupsOf).Distinct()],
            [.. Mounts(server.Id).Where(mount => mount.Contains("/brasa/", StringComparison.Ordinal))],
            [.. AttachedImages().Where(image => image.StartsWith(dataDirectory, StringComparison.Ordinal))]);
    }

    /// <summary>The command line of a process; empty once it has ended.</summary>
    public static string CommandLine(int pid) => ReadOrEmpty($"/proc/{pid}/cmdline");

    /// <summary>The state of a process, one letter of proc_pid_stat(5); null once it has ended.</summary>
    public static char? State(int pid) => ReadOrEmpty($"/proc/{pid}/stat") is { Length: > 0 } stat ? stat[stat.LastIndexOf(')') + 2] : null;

    /// <summary>The command lines of all processes on the machine.</summary>
    public static IEnumerable<string> CommandLines() =>
        Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Select(process => ReadOrEmpty($"{process}/cmdline"));

    /// <summary>The processes that a server runs for functions of a name.</summary>
    public static IEnumerable<int> ProcessesOf(int server, string function) =>
        Descendants(server).Where(pid => ReadOrEmpty($"/proc/{pid}/environ").Contains($"AWS_LAMBDA_FUNCTION_NAME={function}\0", StringComparison.Ordinal));

    /// <summary>The processor time that the descendants of a server have had, those that have ended left out.</summary>
    public static TimeSpan ProcessorTime(int server) =>
        TimeSpan.FromMilliseconds(10 * Descendants(server).Select(pid => ReadOrEmpty($"/proc/{pid}/stat")).Where(stat => stat.Length > 0)
            .Select(stat => stat[(stat.LastIndexOf(')') + 2)..].Split(' ')).Sum(fields => long.Parse(fields[11]) + long.Parse(fields[12])));

    /// <summary>What of it outlived the server, one line each; all but mounts, which the next server has at the same places.</summary>
    public IReadOnlyList<string> Outliving() =>
    [
        .. LiveProcesses.Select(pid => $"process {pid} {ReadOrEmpty($"/proc/{pid}/cmdline").Replace('\0', ' ')}"),
        .. Cgroups.Where(Directory.Exists).Select(path => $"cgroup {path}"),
        .. AttachedImages().Where(Images.Contains).Select(image => $"loop device of {image}"),
    ];

    /// <summary>What of it is still there, one line each.</summary>
    public IReadOnlyList<string> Remaining() =>
    [
        .. Outliving(),
        .. Cgroups.Select(path => Path.GetDirectoryName(path)!).Distinct().Where(Directory.Exists).Select(path => $"the server's cgroup {path}"),
        .. Mounts(Environment.ProcessId).Where(MountPoints.Contains).Select(path => $"mount {path}"),
        .. MountPoints.Where(Directory.Exists).Select(path => $"mount point {path}"),
    ];

    private IEnumerable<int> LiveProcesses => Processes.Where(process => StartTime(process.Key) == process.Value).Select(process => process.Key);

    /// <summary>The files behind loop devices, whoever's.</summary>
    private static IEnumerable<string> AttachedImages() =>
        Directory.GetDirectories("/sys/block", "loop*").Select(device => ReadOrEmpty($"{device}/loop/backing_file").TrimEnd('\n')).Where(image => image.Length > 0);

    /// <summary>The children of a process, theirs, and so on; those that end meanwhile may be missing.</summary>
    public static IReadOnlyList<int> Descendants(int pid)
    {
        try
        {
            var children = Directory.GetDirectories($"/proc/{pid}/task")
                .SelectMany(task => ReadOrEmpty($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse).ToList();
            return [.. children, .. children.SelectMany(Descendants)];
        }
        catch (IOException)
        {
            return []; // ended before its directory was opened, or before that was read
        }
    }

    /// <summary>Only groups below Brasa's own are its to remove.</summary>
    private static IEnumerable<string> CgroupsOf(int pid) =>
        ReadOrEmpty($"/proc/{pid}/cgroup").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 3)[2])
            .Where(path => path.StartsWith("/brasa/", StringComparison.Ordinal)).Distinct()
            .SelectMany(path => Directory.GetDirectories(CgroupRoot).Append(CgroupRoot).Select(hierarchy => hierarchy + path).Where(Directory.Exists));

    private static IEnumerable<string> Mounts(int pid) =>
        ReadOrEmpty($"/proc/{pid}/mountinfo").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[4]);

    /// <summary>Field 22 of proc_pid_stat(5); <c>null</c> where there is no such process, or only its exit status is left.</summary>
    private static string? StartTime(int pid)
    {
        var stat = ReadOrEmpty($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [not ("Z" or "X"), ..] and { Length: > 19 } ? fields[19] : null;
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
