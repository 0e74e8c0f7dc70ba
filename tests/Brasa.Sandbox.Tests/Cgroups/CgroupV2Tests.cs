using Brasa.Sandbox.Cgroups;

namespace Brasa.Sandbox.Tests.Cgroups;

public sealed class CgroupV2Tests : IDisposable
{
    private const string Path = "/brasa/i/box";

    private readonly FakeCgroupTree fake = new("/brasa", "/brasa/i", Path);

    [Fact]
    public void Controllers_are_handed_down_to_every_level()
    {
        _ = new CgroupV2Tree(fake.Root, "/brasa", "i");

        Assert.All(["", "/brasa", "/brasa/i"], level => Assert.Equal("+cpu +memory +pids", fake.Read(level + "/cgroup.subtree_control")));
    }

    [Fact]
    public void Controllers_already_handed_down_are_left_alone()
    {
        foreach (var level in (string[])["", "/brasa", "/brasa/i"]) fake.Put(level + "/cgroup.subtree_control", "cpu memory pids\n");

        _ = new CgroupV2Tree(fake.Root, "/brasa", "i");

        Assert.Equal("cpu memory pids\n", fake.Read("/cgroup.subtree_control"));
    }

    [Fact]
    public void A_missing_controller_is_named()
    {
        fake.Put("/cgroup.controllers", "cpu pids\n");

        var failure = Assert.Throws<SandboxException>(() => new CgroupV2Tree(fake.Root, "/brasa", "i"));

        Assert.Contains("memory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_are_written_as_the_kernel_takes_them()
    {
        var group = new CgroupV2(fake.Root, Path);

        group.SetMemoryLimit(128 << 20);
        group.SetProcessLimit(1024);
        group.SetCpuLimit(0.5);

        Assert.Equal(("134217728", "0", "1024"), (fake.Read(Path + "/memory.max"), fake.Read(Path + "/memory.swap.max"), fake.Read(Path + "/pids.max")));
        Assert.Equal("10000 20000", fake.Read(Path + "/cpu.max"));
    }

    [Theory]
    [InlineData(null, "max 20000")]
    [InlineData(2.0, "40000 20000")]
    [InlineData(0.01, "1000 20000")] // the least the kernel takes
    public void A_cpu_share_becomes_a_quota_over_20_milliseconds(double? vcpus, string expected)
    {
        new CgroupV2(fake.Root, Path).SetCpuLimit(vcpus);

        Assert.Equal(expected, fake.Read(Path + "/cpu.max").Split('\0')[0]);
    }

    [Fact]
    public void Memory_leaves_out_file_pages()
    {
        fake.Put(Path + "/memory.stat", "anon 1000\nfile 500\nkernel 300\nshmem 200\n");
        fake.Put(Path + "/memory.peak", "2400\n");

        Assert.Equal(new MemoryUsage(1500, 2100), new CgroupV2(fake.Root, Path).ReadMemory());
    }

    [Fact]
    public void An_older_kernel_has_no_peak_and_no_kernel_sum()
    {
        fake.Put(Path + "/memory.stat", "anon 1000\nfile 0\nkernel_stack 10\npagetables 20\npercpu 30\nslab 40\nshmem 0\n");

        Assert.Equal(new MemoryUsage(1100, 1100), new CgroupV2(fake.Root, Path).ReadMemory());
    }

    [Fact]
    public void The_peak_is_never_above_the_limit()
    {
        var group = new CgroupV2(fake.Root, Path);
        group.SetMemoryLimit(1200);
        fake.Put(Path + "/memory.stat", "anon 1000\nfile 0\nkernel 300\nshmem 0\n");
        fake.Put(Path + "/memory.peak", "5000\n");

        Assert.Equal(new MemoryUsage(1200, 1200), group.ReadMemory());
    }

    [Fact]
    public void Out_of_memory_kills_are_counted()
    {
        fake.Put(Path + "/memory.events", "low 0\nhigh 0\nmax 7\noom 2\noom_kill 3\noom_group_kill 0\n");

        Assert.Equal(3, new CgroupV2(fake.Root, Path).CountOutOfMemoryKills());
    }

    public void Dispose() => fake.Dispose();
}
