using Microsoft.Extensions.Time.Testing;

namespace Brasa.Sandbox.Tests;

public sealed class SlotPoolTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider clock = new();
    private int made;
    private int disposed;

    [Fact]
    public async Task As_many_are_kept_as_were_taken_in_the_busiest_second_and_fewer_again_when_that_is_long_ago()
    {
        await using (var pool = NewPool(least: 2, most: 5))
        {
            await SettledAsync(spare: 2);
            List<Slot> taken = [await pool.TakeAsync(Ct), await pool.TakeAsync(Ct), await pool.TakeAsync(Ct), await pool.TakeAsync(Ct)];
            await SettledAsync(spare: 2, taken.Count);
            clock.Advance(TimeSpan.FromSeconds(1));
            await SettledAsync(spare: 4, taken.Count);

            for (var i = 0; i < 10; i++) taken.Add(await pool.TakeAsync(Ct));
            clock.Advance(TimeSpan.FromSeconds(1));
            await SettledAsync(spare: 5, taken.Count);

            clock.Advance(TimeSpan.FromMinutes(4));
            taken.Add(await pool.TakeAsync(Ct));
            await SettledAsync(spare: 2, taken.Count);
            foreach (var slot in taken) await slot.DisposeAsync();
        }

        Assert.Equal(made, disposed);
    }

    [Fact]
    public async Task None_is_kept_where_none_is_wanted()
    {
        await using var pool = NewPool(least: 0, most: 5);
        for (var i = 0; i < 3; i++) await pool.TakeAsync(Ct);
        Assert.Equal(3, made);
    }

    [Fact]
    public async Task A_machine_that_cannot_make_one_tells_whoever_needs_it()
    {
        await using var pool = new SlotPool<Slot>(1, 5, () => throw new IOException("no disk"), clock);
        Assert.Equal("no disk", (await Assert.ThrowsAsync<IOException>(() => pool.TakeAsync(Ct))).Message);
    }

    private SlotPool<Slot> NewPool(int least, int most) => new(least, most, () =>
    {
        Interlocked.Increment(ref made);
        return new Slot(this);
    }, clock);

    /// <summary>Completes when there are so many beside those taken.</summary>
    private async Task SettledAsync(int spare, int taken = 0)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Volatile.Read(ref made) - Volatile.Read(ref disposed) - taken != spare) await Task.Delay(5, limit.Token);
    }

    private sealed class Slot(SlotPoolTests test) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref test.disposed);
            return ValueTask.CompletedTask;
        }
    }
}
