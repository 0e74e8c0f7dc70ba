namespace Brasa.Sandbox.Cgroups;

/// <summary>Where the v1 controllers are mounted.</summary>
/// <param name="Entered">The hierarchies a sandbox has a group in, those named before.</param>
/// <param name="All">Every v1 hierarchy, as some OCI runtimes make a group in each; the freezer's first, because nothing frozen dies.</param>
internal sealed record CgroupV1Hierarchies(
    string Memory, string Cpu, string Pids, string Freezer, IReadOnlyList<string> Entered, IReadOnlyList<string> All);

/// <summary>One server's directories in the v1 hierarchies.</summary>
internal sealed class CgroupV1Tree(CgroupV1Hierarchies hierarchies, string parent, string instance) : ICgroupTree
{
    private readonly string path = $"{parent}/{instance}";

    public IReadOnlyList<string> Directories => [.. hierarchies.All.Select(root => root + path)];

    public bool LimitsProcesses => true;

    public ICgroup Create(string id) => new CgroupV1(hierarchies, $"{path}/{id}");

    public void Reclaim()
    {
        foreach (var root in hierarchies.All) CgroupDirectory.KillAndRemove(root + path);
    }

    public void Dispose()
    {
        Reclaim();
        foreach (var root in hierarchies.All) CgroupDirectory.TryRemove(root + parent);
    }
}
