using Brasa.Sandbox.Cgroups;

namespace Brasa.Sandbox.Tests.Cgroups;

public sealed class CgroupHostTests
{
    [Fact]
    public void The_unified_hierarchy_alone_is_v2()
    {
        var host = CgroupHost.Detect(["35 24 0:30 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate"]);

        Assert.Equal(("v2", "/sys/fs/cgroup"), (host.Version, host.V2Root));
    }

    [Fact]
    public void A_kernel_booted_without_the_memory_controller_is_seen_before_anything_starts()
    {
        using var fake = new FakeCgroupTree();
        fake.Put("/cgroup.controllers", "cpuset cpu io pids\n");

        var host = CgroupHost.Detect([$"35 24 0:30 / {fake.Root} rw - cgroup2 cgroup2 rw"]);

        Assert.Equal(["memory"], host.MissingControllers);
    }

    [Fact]
    public void Controllers_mounted_together_are_one_hierarchy()
    {
        var host = CgroupHost.Detect(
        [
            "1 1 0:1 / /cg/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
            "2 1 0:2 / /cg/memory rw - cgroup cgroup rw,memory",
            "3 1 0:3 / /cg/pids rw - cgroup cgroup rw,pids",
            "4 1 0:4 / /cg/systemd rw - cgroup cgroup rw,name=systemd",
            "5 1 0:5 / /cg/freezer rw - cgroup cgroup rw,freezer",
            "6 1 0:6 / /cg/unified rw - cgroup2 cgroup2 rw",
        ]);

        Assert.Equal("v1", host.Version);
        Assert.Equal(("/cg/memory", "/cg/cpu,cpuacct", "/cg/pids"), (host.V1!.Memory, host.V1.Cpu, host.V1.Pids));
        Assert.Equal(["/cg/freezer", "/cg/memory", "/cg/cpu,cpuacct", "/cg/pids"], host.V1.Entered);
        Assert.Equal(["/cg/freezer", "/cg/memory", "/cg/cpu,cpuacct", "/cg/pids", "/cg/systemd"], host.V1.All);
    }

    [Fact]
    public void A_machine_without_cgroups_says_what_to_do()
    {
        var host = CgroupHost.Detect(["1 1 0:1 / / rw - ext4 /dev/vda rw"]);

        Assert.Equal("none", host.Version);
        Assert.Contains("mount", Assert.Throws<SandboxException>(() => host.OpenTree("i")).Message, StringComparison.Ordinal);
    }
}
