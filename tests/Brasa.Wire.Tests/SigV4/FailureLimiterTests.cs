using System.Net;
using Brasa.Wire.SigV4;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Wire.Tests.SigV4;

public sealed class FailureLimiterTests
{
    private const ulong Attacker = 1;
    private const ulong Owner = 2;
    private const string Key = "AKID";

    private readonly FakeTimeProvider clock = new();
    private readonly FailureLimiter limiter;

    public FailureLimiterTests() => limiter = new FailureLimiter(clock);

    [Fact]
    public void An_address_may_fail_so_often_at_once_and_then_so_often_a_second()
    {
        Fail(Attacker, FailureLimiter.SourceBurst - 1);
        Assert.True(limiter.Allows(Attacker, Key));

        Fail(Attacker, 1);
        Assert.False(limiter.Allows(Attacker, Key));
        Assert.False(limiter.Allows(Attacker, "another"));
        Assert.True(limiter.Allows(Owner, Key));

        clock.Advance(TimeSpan.FromSeconds(1.0 / FailureLimiter.SourcePerSecond));
        Assert.True(limiter.Allows(Attacker, Key));
        Fail(Attacker, 1);
        Assert.False(limiter.Allows(Attacker, Key));
    }

    [Fact]
    public void A_key_that_is_tried_from_many_addresses_is_closed_to_those_it_does_not_know()
    {
        limiter.Succeeded(Owner, Key);
        for (ulong source = 100; source < 100 + FailureLimiter.KeyBurst; source++) Fail(source, 1);

        Assert.False(limiter.Allows(50, Key));
        Assert.True(limiter.Allows(50, "another"));
        Assert.True(limiter.Allows(Owner, Key));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.Allows(50, Key));
    }

    [Fact]
    public void Who_shares_an_address_with_an_attacker_goes_on_with_the_key_he_has_used()
    {
        limiter.Succeeded(Attacker, Key);
        for (var i = 0; i < FailureLimiter.SourceBurst; i++) limiter.Failed(Attacker, "another", isKnownKey: true);

        Assert.False(limiter.Allows(Attacker, "another"));
        Assert.True(limiter.Allows(Attacker, Key));
    }

    [Fact]
    public void Trust_in_an_address_has_an_end_too()
    {
        limiter.Succeeded(Attacker, Key);
        Fail(Attacker, FailureLimiter.SourceBurst);

        Assert.False(limiter.Allows(Attacker, Key));
    }

    [Fact]
    public void Keys_that_do_not_exist_are_not_counted()
    {
        for (ulong source = 100; source < 100 + FailureLimiter.KeyBurst; source++) limiter.Failed(source, Key, isKnownKey: false);

        Assert.True(limiter.Allows(Owner, Key));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void An_address_is_that_of_one_subscriber(string left, string right, bool isSame) =>
        Assert.Equal(isSame, FailureLimiter.SourceOf(IPAddress.Parse(left)) == FailureLimiter.SourceOf(IPAddress.Parse(right)));

    private void Fail(ulong source, int times)
    {
        for (var i = 0; i < times; i++) limiter.Failed(source, Key, isKnownKey: true);
    }
}
