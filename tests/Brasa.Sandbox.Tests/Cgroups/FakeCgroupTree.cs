using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.Cgroups;

/// <summary>A directory tree with the files the kernel would show for the unified hierarchy.</summary>
internal sealed class FakeCgroupTree : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public FakeCgroupTree(params string[] groups)
    {
        foreach (var group in groups.Prepend(""))
        {
            Directory.CreateDirectory(Root + group);
            Put(group + "/cgroup.controllers", "cpuset cpu io memory hugetlb pids\n");
            Put(group + "/cgroup.subtree_control", "");
            Put(group + "/cgroup.procs", "");
            foreach (var name in (string[])["memory.max", "memory.swap.max", "pids.max", "cpu.max"]) Put($"{group}/{name}", "");
        }
    }

    public string Root => directory.Path;

    public void Put(string file, string text) => File.WriteAllText(Root + file, text);

    public string Read(string file) => File.ReadAllText(Root + file);

    public void Dispose() => directory.Dispose();
}
