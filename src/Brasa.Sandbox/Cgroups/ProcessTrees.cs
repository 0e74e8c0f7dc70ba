namespace Brasa.Sandbox.Cgroups;

/// <summary>Stands in for control groups where this process may make none: see <see cref="ProcessTree"/>.</summary>
/// <param name="bundles">The directory of all bundles; the pid file in each names the first process of its container.</param>
internal sealed class ProcessTrees(string bundles) : ICgroupTree
{
    public IReadOnlyList<string> Directories => [];

    public bool LimitsProcesses => false;

    public ICgroup Create(string id) => new ProcessTree(Path.Combine(bundles, id, "pid"));

    /// <summary>Nothing tells which processes a server that was killed has left; its watchdog ends them.</summary>
    public void Reclaim()
    {
    }

    public void Dispose()
    {
    }
}
