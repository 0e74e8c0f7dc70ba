namespace Brasa.Sandbox.Cgroups;

/// <summary>One server's directory in the unified hierarchy, with the controllers it needs handed down to it.</summary>
/// <remarks>
/// It lies right below the root of the mount, beside systemd's slices, as other engines' groups do: systemd leaves groups alone that it did
/// not make. Inside a container that root is the container's own group, which holds processes, and the kernel hands no controller down
/// from such a group; its processes are first moved into a leaf, <see cref="Leaf"/>, which changes nothing for them.
/// </remarks>
internal sealed class CgroupV2Tree : ICgroupTree
{
    /// <summary>Where a container's own processes go.</summary>
    public const string Leaf = "/brasa-host";

    private static readonly string[] Controllers = ["cpu", "memory", "pids"];

    private readonly string root;
    private readonly string parent;
    private readonly string path;

    public CgroupV2Tree(string root, string parent, string instance)
    {
        this.root = root;
        this.parent = parent;
        path = $"{parent}/{instance}";
        HandDownControllers(root);
        CgroupDirectory.Create(root + path);
        HandDownControllers(root + parent);
        HandDownControllers(root + path);
    }

    public IReadOnlyList<string> Directories => [root + path];

    public bool LimitsProcesses => true;

    public ICgroup Create(string id) => new CgroupV2(root, $"{path}/{id}");

    public void Reclaim()
    {
        foreach (var left in Directory.GetDirectories(root + path)) CgroupDirectory.KillAndRemove(left);
    }

    public void Dispose()
    {
        CgroupDirectory.KillAndRemove(root + path);
        CgroupDirectory.TryRemove(root + parent);
    }

    /// <summary>The controllers that limits need and a group was not given.</summary>
    public static IReadOnlyList<string> MissingControllers(string directory) => [.. Controllers.Except(Words(directory + "/cgroup.controllers"))];

    private static void HandDownControllers(string directory)
    {
        var missing = MissingControllers(directory);
        if (missing.Count > 0)
            throw new SandboxException(
                $"The control group {directory} does not offer: {string.Join(", ", missing)}. " +
                "Give this service the controllers (systemd: Delegate=yes), or boot without cgroup_disable=.");

        var control = directory + "/cgroup.subtree_control";
        var wanted = Controllers.Except(Words(control)).Select(name => "+" + name).ToArray();
        if (wanted.Length == 0) return;
        try
        {
            CgroupFile.Write(control, string.Join(' ', wanted));
        }
        catch (IOException)
        {
            MoveProcessesToLeaf(directory);
            CgroupFile.Write(control, string.Join(' ', wanted));
        }
    }

    private static void MoveProcessesToLeaf(string directory)
    {
        CgroupDirectory.Create(directory + Leaf);
        foreach (var pid in CgroupFile.ReadPids(directory + "/cgroup.procs"))
        {
            try
            {
                CgroupFile.Write(directory + Leaf + "/cgroup.procs", pid);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }
    }

    private static string[] Words(string file) =>
        File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
