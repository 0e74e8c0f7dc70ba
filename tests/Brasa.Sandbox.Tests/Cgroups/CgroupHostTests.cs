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

    [Theory]
    [InlineData("0::/user.slice/brasa.scope", true)]
    [InlineData("0::/elsewhere", false)]
    [InlineData("1:name=systemd:/user.slice/brasa.scope", false)]
    public void The_own_group_is_had_where_it_is_there_with_its_controllers(string own, bool isDelegated)
    {
        using var fake = new FakeCgroupTree("/user.slice/brasa.scope");
        var host = new CgroupHost(null, fake.Root).Delegated([own]);

        Assert.Equal(isDelegated ? fake.Root + "/user.slice/brasa.scope" : null, host.V2Root);
    }

    [Fact]
    public void A_group_without_memory_is_not_had()
    {
        using var fake = new FakeCgroupTree("/user.slice");
        fake.Put("/user.slice/cgroup.controllers", "pids\n");

        Assert.Equal("none", new CgroupHost(null, fake.Root).Delegated(["0::/user.slice"]).Version);
    }
}
