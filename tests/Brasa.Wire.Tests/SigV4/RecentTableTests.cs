using Brasa.Wire.SigV4;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Wire.Tests.SigV4;

public sealed class RecentTableTests
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void What_was_used_within_its_age_is_there()
    {
        var table = new RecentTable<int, string>(10, Age, clock);
        table.Set(1, "one");
        clock.Advance(Age);
        Assert.True(table.TryGet(1, out var found));
        Assert.Equal("one", found);

        clock.Advance(Age);
        Assert.True(table.TryGet(1, out _));
        clock.Advance(Age);
        Assert.False(table.TryGet(2, out _));
        clock.Advance(Age);
        Assert.False(table.TryGet(1, out _));
    }

    [Fact]
    public void It_never_holds_more_than_two_generations()
    {
        var table = new RecentTable<int, int>(10, Age, clock);
        for (var i = 0; i < 1000; i++)
        {
            table.Set(i, i);
            Assert.InRange(table.Count, 1, 20);
        }

        Assert.True(table.TryGet(990, out _));
        Assert.False(table.TryGet(979, out _));
    }
}
