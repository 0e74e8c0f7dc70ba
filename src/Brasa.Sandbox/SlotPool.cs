namespace Brasa.Sandbox;

/// <summary>Keeps slots ready, as many as were taken in the busiest second of the last minutes, and makes the next ones in the background, most of them only
/// when none is being taken.</summary>
internal sealed class SlotPool<TSlot> : IAsyncDisposable where TSlot : class, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>While slots are being taken, those who take them need the processors themselves.</summary>
    private static readonly TimeSpan AfterBurst = TimeSpan.FromMilliseconds(500);

    private readonly int least;
    private readonly int most;
    private readonly Func<TSlot> make;
    private readonly RecentDemand demand;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Stack<TSlot> spare = new();
    private readonly SemaphoreSlim taken = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task refilling;
    private long lastTaken;

    /// <param name="least">How many are kept at least; 0 keeps none, whatever is taken.</param>
    /// <param name="most">How many are kept at most.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="clock">Time.</param>
    public SlotPool(int least, int most, Func<TSlot> make, TimeProvider clock)
    {
        this.least = least;
        this.most = most;
        this.make = make;
        this.clock = clock;
        demand = new RecentDemand(clock);
        refilling = least > 0 ? Task.Run(RefillAsync) : Task.CompletedTask;
    }

    /// <summary>One that is ready, or that is made now.</summary>
    public async Task<TSlot> TakeAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        demand.Note();
        Volatile.Write(ref lastTaken, clock.GetTimestamp());
        var ready = Pop(1);
        Wake();
        return ready ?? await Task.Run(make, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await refilling;
        while (Pop(1) is { } slot) await slot.DisposeAsync();
        taken.Dispose();
    }

    private async Task RefillAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var wanted = Math.Clamp(demand.Peak(), least, most);
                var isBurst = clock.GetElapsedTime(Volatile.Read(ref lastTaken)) < AfterBurst;
                if (Count < (isBurst ? least : wanted)) Push(make());
                else if (Pop(wanted + 1) is { } surplus) await surplus.DisposeAsync();
                else await RestAsync(taken.WaitAsync(Interval, stop.Token));
            }
            catch (Exception)
            {
                // Whatever the machine lacks now, a disk, memory or processes: whoever needs a slot makes one and is told why that fails.
                await RestAsync(Task.Delay(Interval, clock, stop.Token));
            }
        }
    }

    private static Task RestAsync(Task rest) => rest.ContinueWith(_ => { }, TaskScheduler.Default);

    private void Wake()
    {
        lock (gate)
        {
            if (taken.CurrentCount == 0) taken.Release();
        }
    }

    private int Count
    {
        get
        {
            lock (gate) return spare.Count;
        }
    }

    private void Push(TSlot slot)
    {
        lock (gate) spare.Push(slot);
    }

    /// <summary>One of them, where there are so many.</summary>
    private TSlot? Pop(int atLeast)
    {
        lock (gate) return spare.Count >= atLeast ? spare.Pop() : null;
    }
}
