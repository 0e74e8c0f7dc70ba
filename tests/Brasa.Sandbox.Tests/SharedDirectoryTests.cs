using Brasa.Sandbox.Native;
using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests;

public sealed class SharedDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory parent = new();

    public SharedDirectoryTests() => Assert.SkipUnless(Environment.UserName == "root", "needs root");

    private string Owned => Path.Combine(parent.Path, "owned");

    public void Dispose() => parent.Dispose();

    [Fact]
    public void A_directory_is_declared_with_its_owner()
    {
        Make(Owned, 20_001, 20_002);

        Assert.Equal(new SharedDirectory { Path = Owned, UserId = 20_001, GroupId = 20_002 }, SharedDirectory.Declare(Owned));
    }

    [Theory]
    [InlineData(0, 20_002)]
    [InlineData(20_001, 0)]
    public void One_of_root_s_is_refused(uint user, uint group)
    {
        Make(Owned, user, group);

        Assert.Contains($"chown USER:GROUP {Owned}", Assert.Throws<SandboxException>(() => SharedDirectory.Declare(Owned)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_not_its_own_is_refused()
    {
        Make(Owned, 20_001, 20_002);
        foreach (var path in new[] { "owned", Owned + "/", Owned + "/../owned", Owned + "/.", Owned.Replace("/owned", "//owned", StringComparison.Ordinal) })
            Assert.Contains("the shortest way to write it", Assert.Throws<SandboxException>(() => SharedDirectory.Declare(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbolic_link_on_the_way_is_refused_wherever_it_is()
    {
        Make(Owned, 20_001, 20_002);
        Make(Path.Combine(Owned, "below"), 20_001, 20_002);
        var link = Path.Combine(parent.Path, "link");
        File.CreateSymbolicLink(link, Owned);

        foreach (var path in new[] { link, link + "/below" })
            Assert.Equal($"{path} is a symbolic link, or is reached by one: give the path it leads to.", Assert.Throws<SandboxException>(() => SharedDirectory.Declare(path)).Message);
    }

    [Fact]
    public void What_is_not_there_or_is_a_file_is_refused()
    {
        File.WriteAllText(Owned, "");

        Assert.Equal($"{Owned} is no directory.", Assert.Throws<SandboxException>(() => SharedDirectory.Declare(Owned)).Message);
        Assert.StartsWith($"{Owned}/none cannot be opened: ", Assert.Throws<SandboxException>(() => SharedDirectory.Declare(Owned + "/none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_there_until_it_is_gone_becomes_a_link_or_another_s()
    {
        Make(Owned, 20_001, 20_002);
        var declared = SharedDirectory.Declare(Owned);
        Assert.True(declared.IsThere());

        LibC.Chown(Owned, 20_003, 20_002);
        Assert.False(declared.IsThere());

        Directory.Delete(Owned);
        Assert.False(declared.IsThere());

        File.CreateSymbolicLink(Owned, "/tmp");
        Assert.False(declared.IsThere());

        File.Delete(Owned);
        Make(Owned, 20_001, 20_002);
        Assert.True(declared.IsThere());
    }

    [Fact]
    public void It_overlaps_what_it_contains_and_what_contains_it_also_by_a_link()
    {
        Make(Owned, 20_001, 20_002);
        var below = Directory.CreateDirectory(Path.Combine(Owned, "below")).FullName;
        var beside = Directory.CreateDirectory(Owned + "-beside").FullName;
        var link = Path.Combine(parent.Path, "link");
        File.CreateSymbolicLink(link, below);
        var declared = SharedDirectory.Declare(Owned);

        Assert.All([Owned, below, parent.Path, "/", link], directory => Assert.True(declared.Overlaps(directory), directory));
        Assert.All([beside, "/proc"], directory => Assert.False(declared.Overlaps(directory), directory));
    }

    [Fact]
    public void Whether_set_user_id_bits_are_ignored_there_is_the_mount_s_to_say()
    {
        foreach (var (flags, ignores) in new[] { (LibC.MS_NODEV, false), (LibC.MS_NOSUID, true) })
        {
            Directory.CreateDirectory(Owned);
            Assert.Equal(0, LibC.Mount("tmp", Owned, "tmpfs", flags, null));
            try
            {
                Make(Owned, 20_001, 20_002);
                Assert.Equal(ignores, SharedDirectory.Declare(Owned).IgnoresSetUserId());
            }
            finally
            {
                Assert.Equal(0, LibC.Unmount(Owned, LibC.MNT_DETACH));
            }
        }
    }

    [Theory]
    [InlineData("/mnt/data", true)]
    [InlineData("/mnt/..data", true)]
    [InlineData("/mnt/", false)]
    [InlineData("/mnt/.", false)]
    [InlineData("/mnt/..", false)]
    [InlineData("/mnt/a/b", false)]
    [InlineData("/mnt", false)]
    [InlineData("/tmp/data", false)]
    [InlineData("mnt/data", false)]
    public void It_is_shown_right_below_mnt_and_nowhere_else(string target, bool isPossible)
    {
        var directory = new SharedDirectory { Path = "/usr", UserId = 1, GroupId = 1 };
        Assert.Equal(isPossible, SharedMount.IsTarget(target));
        if (isPossible) Assert.Equal(target, "/mnt/" + new SharedMount(directory, target).Name);
        else Assert.Throws<SandboxException>(() => new SharedMount(directory, target));
    }

    private static void Make(string path, uint user, uint group)
    {
        Directory.CreateDirectory(path);
        Assert.Equal(0, LibC.Chown(path, user, group));
    }
}
