namespace Brasa.Sandbox.Cgroups;

/// <summary>Which control groups this machine offers, read from its mount table.</summary>
internal sealed record CgroupHost(CgroupV1Hierarchies? V1, string? V2Root)
{
    private const string NoHierarchy =
        "This machine has no cgroup file system with the memory, cpu, pids and freezer controllers; mount one at /sys/fs/cgroup.";

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
        : throw new SandboxException(NoHierarchy);

    /// <summary>
    /// What there is for a process without root: the group it is in, where that was delegated to its user with all its controllers
    /// (systemd: <c>Delegate=yes</c>); else nothing.
    /// </summary>
    /// <remarks>cgroup-v2.rst, "Delegation". v1 knows no safe delegation.</remarks>
    public CgroupHost Delegated() => Delegated(File.ReadLines("/proc/self/cgroup"));

    /// <inheritdoc cref="Delegated()"/>
    public CgroupHost Delegated(IEnumerable<string> own) => new(null, V1 is null && V2Root is not null ? FindDelegated(V2Root, own) : null);

    private static string? FindDelegated(string root, IEnumerable<string> own)
    {
        const string unified = "0::";
        if (own.FirstOrDefault(line => line.StartsWith(unified, StringComparison.Ordinal)) is not { } line) return null;
        var group = root + line[unified.Length..].TrimEnd('/');
        return File.Exists(group + "/cgroup.procs") && CgroupV2Tree.MissingControllers(group).Count == 0
            && CgroupFile.IsWritable(group + "/cgroup.procs") && CgroupFile.IsWritable(group + "/cgroup.subtree_control")
            ? group : null;
    }

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
