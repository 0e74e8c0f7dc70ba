using System.Text;

namespace Brasa.Lambda.Tests.Functions.Packages;

public sealed class HostileNamesTests : UnpackingTest
{
    [Theory]
    [InlineData("../escaped")]
    [InlineData("a/../../escaped")]
    [InlineData("a/..")]
    [InlineData("..")]
    [InlineData("/etc/escaped")]
    [InlineData("//escaped")]
    [InlineData("..\\escaped")]
    [InlineData("a\\b")]
    [InlineData("C:escaped")]
    [InlineData("c:/escaped")]
    [InlineData("a\0b")]
    [InlineData("")]
    [InlineData(".")]
    public async Task A_name_that_leads_elsewhere_or_is_none_is_refused(string name)
    {
        await RefusesAsync(new RawZip().Add("good", "x").Add(name, "x"));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_is_refused()
    {
        byte[] latin1 = [(byte)'a', 0xE9];

        await RefusesAsync(new RawZip().Add(latin1, []));
        await RefusesAsync(new RawZip().Add(latin1, [], flags: 0));
    }

    [Fact]
    public async Task A_name_may_have_255_bytes_and_no_more()
    {
        await UnpackAsync(new RawZip().Add(new string('a', 255), "long"));
        Assert.Equal("long", Text(new string('a', 255)));

        await RefusesAsync(new RawZip().Add(new string('a', 256)));
        await RefusesAsync(new RawZip().Add(new string('é', 128)));
    }

    [Fact]
    public async Task A_path_may_have_3072_bytes_and_no_more()
    {
        var longest = string.Concat(Enumerable.Repeat("a/", 1_535)) + "ab";
        Assert.Equal(3_072, Encoding.UTF8.GetByteCount(longest));

        await UnpackAsync(new RawZip().Add(longest, "deep"));
        Assert.Equal("deep", Text(longest));

        await RefusesAsync(new RawZip().Add(longest + "c"));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "./a")]
    [InlineData("a/b", "a//b")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    [InlineData("a", "a/")]
    [InlineData("a/", "a")]
    [InlineData("a/b/c", "a/b")]
    public async Task Two_entries_may_not_claim_one_path(string first, string second)
    {
        await RefusesAsync(new RawZip().Add(first, "1").Add(second, "2"));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_directory_may_be_named_again() =>
        await UnpackAsync(new RawZip().Add("a/").Add("a/b").Add("a/").Add("./"));

    [Theory]
    [InlineData("fifo", 0x11FF)]
    [InlineData("character-device", 0x21FF)]
    [InlineData("block-device", 0x61FF)]
    [InlineData("socket", 0xC1FF)]
    [InlineData("directory-without-a-slash", 0x41FF)]
    [InlineData("file-with-a-slash/", 0x81FF)]
    [InlineData("link-with-a-slash/", 0xA1FF)]
    public async Task An_entry_that_is_no_file_directory_or_link_is_refused(string name, int mode) =>
        await RefusesAsync(new RawZip().Add(name, "", mode));
}
