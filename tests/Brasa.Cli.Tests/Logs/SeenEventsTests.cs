using Brasa.Cli.Logs;

namespace Brasa.Cli.Tests.Logs;

public sealed class SeenEventsTests
{
    private readonly SeenEvents seen = new(1_000);

    [Fact]
    public void A_line_that_was_fetched_is_taken_from_a_session_no_more()
    {
        Fetch(Line(2_000));
        Assert.False(seen.TakeLive(Line(2_000)));
        Assert.True(seen.TakeLive(Line(2_000)));
    }

    [Fact]
    public void A_line_of_a_session_is_not_fetched_again()
    {
        Assert.True(seen.TakeLive(Line(2_000)));
        Assert.Equal([false, true], Fetch(Line(2_000), Line(2_000)));
        Assert.Equal([false, false, true], Fetch(Line(2_000), Line(2_000), Line(2_001)));
    }

    [Fact]
    public void A_fetch_that_broke_off_is_made_again_from_where_it_began()
    {
        seen.BeginFetch();
        Assert.True(seen.TakeFetched(Line(2_000)));
        Assert.True(seen.TakeFetched(Line(9_000_000)));
        Assert.Equal(1_000, seen.Floor);
        Assert.Equal([false, true, false], Fetch(Line(2_000), Line(3_000), Line(9_000_000)));
        Assert.Equal(9_000_000 - 30_000, seen.Floor);
    }

    [Fact]
    public void A_line_stamped_in_the_future_does_not_hide_those_of_now()
    {
        Assert.True(seen.TakeLive(new LogEvent(9_000_000, 2_000, "s", "m")));
        Assert.True(seen.TakeLive(Line(2_001)));
        Assert.Equal([false, true, false], Fetch(Line(2_001), Line(2_002), new LogEvent(9_000_000, 2_000, "s", "m")));
    }

    [Fact]
    public void However_many_lines_there_are_a_fetch_brings_none_twice()
    {
        const int count = 150_000;
        for (var stamp = 2_000; stamp < 2_000 + count; stamp++) Assert.True(seen.TakeLive(new LogEvent(stamp, 2_000, "s", "m")));
        Assert.InRange(seen.Floor, 2_000 + count - 100_000, 2_000 + count);
        Assert.All(Fetch([.. Enumerable.Range(2_000, count).Where(stamp => stamp >= seen.Floor).Select(stamp => Line(stamp))]), Assert.False);
    }

    private static LogEvent Line(long stamp) => new(stamp, stamp, "s", "m");

    private List<bool> Fetch(params IReadOnlyList<LogEvent> lines)
    {
        seen.BeginFetch();
        var taken = lines.Select(seen.TakeFetched).ToList();
        seen.EndFetch();
        return taken;
    }
}
