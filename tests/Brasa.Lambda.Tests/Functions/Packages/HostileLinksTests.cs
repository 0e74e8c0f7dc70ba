namespace Brasa.Lambda.Tests.Functions.Packages;

public sealed class HostileLinksTests : UnpackingTest
{
    [Fact]
    public async Task A_link_inside_is_kept_as_a_link()
    {
        await UnpackAsync(new RawZip()
            .Link("node_modules/.bin/tool", "../tool/cli.js").Add("node_modules/tool/cli.js", "cli", 0x81ED)
            .Link("current", "./releases/2").Add("releases/2/app", "app").Link("self", ".").Link("dangling", "missing"));

        Assert.Equal("../tool/cli.js", new FileInfo(Path.Combine(Target, "node_modules/.bin/tool")).LinkTarget);
        Assert.Equal("cli", Text("node_modules/.bin/tool"));
        Assert.Equal("app", Text("self/current/app"));
        Assert.Equal("missing", new FileInfo(Path.Combine(Target, "dangling")).LinkTarget);
    }

    [Theory]
    [InlineData("l", "..")]
    [InlineData("l", "../target")]
    [InlineData("l", "/etc/passwd")]
    [InlineData("a/l", "../..")]
    [InlineData("a/l", "b/../../../x")]
    [InlineData("l", "missing/../..")]
    [InlineData("l", "")]
    [InlineData("l", "a\0b")]
    [InlineData("l", "l")]
    [InlineData("l", "l/x")]
    public async Task A_link_that_leads_outside_or_nowhere_is_refused(string name, string target) =>
        await RefusesAsync(new RawZip().Add("a/b/c").Link(name, target));

    [Fact]
    public async Task A_link_that_leaves_only_through_another_is_refused()
    {
        // Read as text the second stays inside; the kernel is at the root after the first.
        await RefusesAsync(new RawZip().Link("a/b/c/up", "../../..").Link("a/b/c/out", "up/../.."));
        await RefusesAsync(new RawZip().Link("a/b/c/out", "up/../..").Link("a/b/c/up", "../../.."));
    }

    [Fact]
    public async Task Two_links_that_lead_to_each_other_are_refused() =>
        await RefusesAsync(new RawZip().Link("a", "b").Link("b", "a"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_written_through_a_link(bool linkFirst)
    {
        var zip = new RawZip();
        if (linkFirst)
            zip.Link("l", "a");
        zip.Add("a/x").Add("l/y", "through");
        if (!linkFirst)
            zip.Link("l", "a");

        await RefusesAsync(zip);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_file_does_not_take_the_place_of_a_link() =>
        await RefusesAsync(new RawZip().Link("l", "a").Add("l", "x"));

    [Fact]
    public async Task Links_that_multiply_each_other_are_refused_in_short_time()
    {
        // Each link passes twice through the one before: 2^60 steps, were they followed.
        var zip = new RawZip().Link("l0", ".");
        for (var i = 1; i < 60; i++)
            zip.Link($"l{i}", $"l{i - 1}/l{i - 1}");

        await RefusesAsync(zip);
    }

    [Fact]
    public async Task A_target_may_have_4095_bytes_and_no_more()
    {
        var longest = string.Concat(Enumerable.Repeat("./", 2_046)) + "abc";

        await UnpackAsync(new RawZip().Add("abc", "x").Link("l", longest));
        Assert.Equal("x", Text("l"));

        await RefusesAsync(new RawZip().Link("m", longest + "d"));
    }
}
