using Microsoft.Extensions.Time.Testing;

namespace Brasa.Sandbox.Tests;

public sealed class RecentDemandTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void It_is_the_most_of_one_second_and_forgotten_after_three_minutes()
    {
        var demand = new RecentDemand(clock);
        Assert.Equal(0, demand.Peak());

        Note(demand, 5);
        clock.Advance(TimeSpan.FromSeconds(1));
        Note(demand, 3);
        Assert.Equal(5, demand.Peak());

        clock.Advance(TimeSpan.FromSeconds(179));
        Assert.Equal(3, demand.Peak());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, demand.Peak());
    }

    [Fact]
    public void A_long_time_without_any_forgets_all()
    {
        var demand = new RecentDemand(clock);
        Note(demand, 5);
        clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, demand.Peak());
    }

    private static void Note(RecentDemand demand, int times)
    {
        for (var i = 0; i < times; i++) demand.Note();
    }
}
