using Brasa.Lambda.Functions;
using Brasa.Lambda.Metering;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Metering;

public sealed class ProvisionedMeterTests : JournalTest
{
    private const long BlockMs = 300_000;

    private readonly FunctionVersion version = Sample.Function() with { Version = "1", MemoryMiB = 128 };
    private int ready;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(299, 1)]
    [InlineData(302, 2)]
    [InlineData(3_600, 12)]
    public void What_is_kept_ready_is_charged_for_each_block_that_begins(int seconds, int blocks)
    {
        using var meter = Meter();
        ready = 3;
        Pass(seconds);
        ready = 0;
        Pass(1_000);

        Assert.Equal(3 * blocks * BlockMs * 128, Total().KeptMs);
        Assert.Equal(0, Total().Requests);
    }

    [Fact]
    public void Within_a_block_one_more_or_less_and_again_costs_one_more()
    {
        using var meter = Meter();
        foreach (var count in (int[])[2, 1, 3, 0, 3])
        {
            ready = count;
            Pass(50);
        }

        Assert.Equal(3 * BlockMs * 128, Total().KeptMs);
    }

    [Fact]
    public void Nothing_is_charged_while_nothing_is_ready()
    {
        using var meter = Meter();
        Pass(1_000);

        Assert.Equal(0, Total().KeptMs);
    }

    private ProvisionedMeter Meter() => new(() => [(version, ready)], _ => null, Journal, clock);

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++) clock.Advance(TimeSpan.FromSeconds(1));
    }
}
