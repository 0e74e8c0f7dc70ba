using Brasa.Sandbox.Probe;
using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.Probe;

public sealed class FindingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_machine_that_runs_these_tests_has_no_problem_and_is_left_as_it_was()
    {
        IsolatedHost.SkipUnlessPossible();
        using var directory = new TemporaryDirectory();
        var options = new SandboxOptions { DataDirectory = directory.Path, OciRuntime = IsolatedHost.Runtime };

        var findings = MachineProbe.Examine(options, SandboxProbe.Inspect(options), directory.Path);

        Assert.DoesNotContain(findings, finding => finding.State == FindingState.Problem);
        Assert.All(findings, finding => Assert.Equal(finding.State == FindingState.Ok, finding.Remedy is null && finding.Meaning is null));
        Assert.Contains(findings, finding => finding.What.Contains("fdatasync", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void What_the_start_would_refuse_is_a_problem_with_its_remedy()
    {
        var options = new SandboxOptions { DataDirectory = "/tmp", OciRuntime = "no-such-runtime" };

        var findings = MachineProbe.Examine(options, SandboxProbe.Inspect(options), "/tmp");

        Assert.Contains(findings, finding => finding is { Check: "OCI runtime", State: FindingState.Problem, Remedy: "apt-get install no-such-runtime" });
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_not_made()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "a", "b");

        Assert.Contains(DirectoryFindings.Of(path), finding => finding.What == $"{path} does not exist yet; it can be made");
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void A_directory_that_others_can_write_to_is_told()
    {
        using var directory = new TemporaryDirectory();
        File.SetUnixFileMode(directory.Path, File.GetUnixFileMode(directory.Path) | UnixFileMode.OtherWrite);

        Assert.Contains(DirectoryFindings.Of(directory.Path), finding => finding.Remedy == $"chmod 711 {directory.Path}");
    }

    [Theory]
    [InlineData("/data", "ext4", FindingState.Ok)]
    [InlineData("/data/nfs/brasa", "nfs4", FindingState.Warning)]
    [InlineData("/data/nfs brasa", "tmpfs", FindingState.Warning)]
    [InlineData("/var/lib", "overlay", FindingState.Warning)]
    public void A_file_system_is_the_deepest_and_last_that_is_mounted_above(string path, string type, FindingState state)
    {
        string[] mounts =
        [
            "1 0 0:1 / / rw - overlay overlay rw", "2 1 0:2 / /data rw - tmpfs tmpfs rw", "3 1 8:1 / /data rw - ext4 /dev/sda1 rw",
            "4 3 0:3 / /data/nfs rw shared:1 - nfs4 host:/ rw", @"5 3 0:4 / /data/nfs\040brasa rw - tmpfs tmpfs rw",
        ];

        var finding = DirectoryFindings.FileSystem(path, mounts);

        Assert.Equal(type, DirectoryFindings.FileSystemOf(path, mounts));
        Assert.Equal(state, finding.State);
    }

    [Fact]
    public void Little_memory_and_low_limits_are_told()
    {
        string[] memory = ["MemTotal:         1048576 kB", "MemAvailable:     262144 kB", "SwapTotal:       0 kB"];

        var low = CapacityFindings.Of(memory, ["Max processes             512                  512                  processes", "Max open files            1024                 4096                 files"]).ToList();
        Assert.Equal(["memory", "limits", "limits"], low.Where(finding => finding.State == FindingState.Warning).Select(finding => finding.Check));
        Assert.Contains(low, finding => finding.What == "A server may have only 1024 files open at once.");

        var high = CapacityFindings.Of([memory[0], "MemAvailable:     1048576 kB"], ["Max processes             unlimited            unlimited            processes", "Max open files            1048576              1048576              files"]);
        Assert.All(high, finding => Assert.Equal(FindingState.Ok, finding.State));
    }

    [Fact]
    public void A_clock_that_nothing_keeps_right_or_that_jumps_is_told()
    {
        Assert.Equal(FindingState.Ok, Assert.Single(ClockFindings.Of(Now, TimeSpan.FromMilliseconds(1), isSynchronised: true)).State);
        Assert.Equal(FindingState.Warning, Assert.Single(ClockFindings.Of(Now, TimeSpan.Zero, isSynchronised: false)).State);
        Assert.Contains("strayed by -2000 ms", ClockFindings.Of(Now, TimeSpan.FromSeconds(-2), isSynchronised: null).First().What, StringComparison.Ordinal);
        Assert.Contains("which is past", ClockFindings.Of(Now.AddYears(-56), TimeSpan.Zero, isSynchronised: null).First().What, StringComparison.Ordinal);
    }
}
