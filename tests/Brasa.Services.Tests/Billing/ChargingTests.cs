using Brasa.Core.Metering;
using Brasa.Services.Billing;

namespace Brasa.Services.Tests.Billing;

public sealed class ChargingTests
{
    [Fact]
    public void Each_kind_of_usage_has_its_price()
    {
        Assert.Equal(0.0000002m, Charge(new UsageSums { Requests = 1 }));
        Assert.Equal(0.0000006m, Charge(new UsageSums { Requests = 1, ExtraRequests = 2 }));
        Assert.Equal(0.0000166667m, Charge(SampleUsage.GbSeconds(1)));
        Assert.Equal(0.0000097222m, Charge(new UsageSums { ActiveMs = 1_024_000 }));
        Assert.Equal(0.0000041667m, Charge(new UsageSums { KeptMs = 1_024_000 }));
        Assert.Equal(0.0000000309m, Charge(new UsageSums { TmpMs = 1_024_000 }));
        Assert.Equal(0.008m, Charge(new UsageSums { StreamedBytes = 1L << 30 }));
        Assert.Equal(0m, Charge(new UsageSums { BilledMs = 1, InitMs = 1 }));
    }

    [Fact]
    public void One_millisecond_of_the_least_memory_is_charged_to_fifteen_decimals() => Assert.Equal(0.000000002083338m, Charge(new UsageSums { MemoryMs = 128 }));

    [Theory]
    [InlineData("x86_64", 6_000_000_000, 100_000.2)]
    [InlineData("x86_64", 6_000_000_001, 100_000.200015)]
    [InlineData("x86_64", 15_000_000_000, 235_000.2)]
    [InlineData("x86_64", 16_000_000_000, 248_333.6)]
    [InlineData("arm64", 7_500_000_000, 100_000.5)]
    [InlineData("arm64", 18_750_000_000, 235_001.625)]
    [InlineData("arm64", 19_750_000_000, 245_668.325)]
    public void Memory_beyond_a_tier_costs_what_the_next_does(string architecture, long gbSeconds, double charge)
    {
        Assert.Equal((decimal)charge, new Charging(SampleUsage.Prices).Charge(SampleUsage.Row(SampleUsage.GbSeconds(gbSeconds), architecture: architecture)));

        // The same in parts, of different functions.
        var parts = new Charging(SampleUsage.Prices);
        var sum = Enumerable.Range(0, 1_000).Sum(part => parts.Charge(SampleUsage.Row(SampleUsage.GbSeconds(gbSeconds / 1_000), function: $"f{part}", architecture: architecture)))
            + parts.Charge(SampleUsage.Row(SampleUsage.GbSeconds(gbSeconds % 1_000), architecture: architecture));
        Assert.Equal((decimal)charge, sum);
    }

    [Fact]
    public void Tiers_are_counted_by_account_region_and_architecture()
    {
        var charging = new Charging(SampleUsage.Prices);
        charging.Charge(SampleUsage.Row(SampleUsage.GbSeconds(6_000_000_000)));

        Assert.Equal(0.0000150000m, charging.Charge(SampleUsage.Row(SampleUsage.GbSeconds(1), function: "other")));
        Assert.Equal(0.0000166667m, charging.Charge(SampleUsage.Row(SampleUsage.GbSeconds(1), account: "222222222222")));
        Assert.Equal(0.0000166667m, charging.Charge(SampleUsage.Row(SampleUsage.GbSeconds(1), region: "eu-west-1")));
        Assert.Equal(0.0000133334m, charging.Charge(SampleUsage.Row(SampleUsage.GbSeconds(1), architecture: "arm64")));
    }

    private static decimal Charge(UsageSums sums) => new Charging(SampleUsage.Prices).Charge(SampleUsage.Row(sums));
}
