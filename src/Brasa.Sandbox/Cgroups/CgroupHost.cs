namespace Brasa.Sandbox.Cgroups;

/// <summary>Which control groups this machine offers, read from its mount table.</summary>
internal sealed record CgroupHost(CgroupV1Hierarchies? V1, string? V2Root)
{
    /// <summary>The directory all servers share.</summary>
    public const string Parent = "/brasa";

    /// <summary><c>v1</c>, <c>v2</c> or <c>none</c>. A machine that has both keeps its controllers in v1.</summary>
    public string Version => V1 is not null ? "v1" : V2Root is not null ? "v2" : "none";

    /// <summary>The controllers that limits need and the unified hierarchy lacks; v1 counts only with all of them.</summary>
    public IReadOnlyList<string> MissingControllers => V1 is null && V2Root is not null ? CgroupV2Tree.MissingControllers(V2Root) : [];

    public static CgroupHost Detect() => Detect(File.ReadLines("/proc/self/mountinfo"));

    /// <summary>Reads lines of proc_pid_mountinfo(5).</summary>
    public static CgroupHost Detect(IEnumerable<string> mountInfo)
    {
        var v1 = new List<(string Path, string[] Controllers)>();
        string? v2 = null;
        foreach (var line in mountInfo)
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2) continue;
            var mountPoint = halves[0].Split(' ')[4];
            var fileSystem = halves[1].Split(' ');
            if (fileSystem[0] == "cgroup") v1.Add((mountPoint, fileSystem[2].Split(',')));
            if (fileSystem[0] == "cgroup2") v2 ??= mountPoint;
        }

        return new CgroupHost(FindHierarchies(v1), v2);
    }

    public ICgroupTree OpenTree(string instance) =>
        V1 is not null ? new CgroupV1Tree(V1, Parent, instance)
        : V2Root is not null ? new CgroupV2Tree(V2Root, Parent, instance)
        : throw new SandboxException("This machine has no cgroup file system with the memory, cpu, pids and freezer controllers; mount one at /sys/fs/cgroup.");

    private static CgroupV1Hierarchies? FindHierarchies(List<(string Path, string[] Controllers)> mounted)
    {
        string? Find(string controller) => mounted.Find(mount => mount.Controllers.Contains(controller)).Path;

        if (Find("memory") is not { } memory || Find("cpu") is not { } cpu || Find("pids") is not { } pids || Find("freezer") is not { } freezer)
            return null;
        string[] entered = [freezer, memory, cpu, pids];
        return new CgroupV1Hierarchies(
            memory, cpu, pids, freezer, [.. entered.Distinct()], [.. entered.Concat(mounted.Select(mount => mount.Path)).Distinct()]);
    }
}
