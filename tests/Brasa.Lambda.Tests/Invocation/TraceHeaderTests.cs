using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Tests.Invocation;

public sealed class TraceHeaderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(0x12345678);

    [Fact]
    public void A_chain_begins_where_nothing_comes_in()
    {
        var header = TraceHeader.Continue(null, "aaaaaaaa", Now);
        Assert.Matches("^Root=1-12345678-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=aaaaaaaa:1$", header.Value);
        Assert.Equal(0, header.Hops);
    }

    [Fact]
    public void A_chain_goes_on_with_what_comes_in()
    {
        var header = TraceHeader.Continue("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=aaaaaaaa:3|bbbbbbbb:2", "aaaaaaaa", Now);
        Assert.Matches(@"^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=1;Lineage=bbbbbbbb:2\|aaaaaaaa:4$", header.Value);
        Assert.DoesNotContain("53995c3f42cd8ad8", header.Value, StringComparison.Ordinal);
        Assert.Equal(3, header.Hops);
    }

    [Fact]
    public void A_long_chain_forgets_those_that_have_been_in_it_longest()
    {
        string? header = null;
        for (var i = 0; i < 100; i++) header = TraceHeader.Continue(header, $"{i:x8}", Now).Value;
        Assert.Equal(16, header!.Split('|').Length);
        Assert.EndsWith("00000063:1", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Root=1-0-0\r\nInjected: yes")]
    [InlineData("Root=\u00e9")]
    [InlineData("Lineage=")]
    [InlineData("Lineage=aaaaaaaa:-1|x|:|aaaaaaaa:99999999999999")]
    [InlineData("")]
    public void What_is_no_header_is_taken_for_nothing(string incoming)
    {
        var header = TraceHeader.Continue(incoming, "aaaaaaaa", Now);
        Assert.Matches("^Root=1-12345678-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=(:\\d+\\|)?aaaaaaaa:1$", header.Value);
        Assert.Equal(0, header.Hops);
    }

    [Fact]
    public void A_header_too_long_to_be_one_is_taken_for_nothing() =>
        Assert.Equal(0, TraceHeader.Continue($"Lineage=aaaaaaaa:9|{new string('b', 1_024)}", "aaaaaaaa", Now).Hops);
}
