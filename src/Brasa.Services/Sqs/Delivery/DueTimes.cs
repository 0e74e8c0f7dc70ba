namespace Brasa.Services.Sqs.Delivery;

/// <summary>What of a queue falls due, and one timer for all of it. The queue's lock guards it.</summary>
internal sealed class DueTimes : IDisposable
{
    /// <summary>Below that many nothing is put in order.</summary>
    private const int Few = 1_024;

    private readonly Ticker ticker;
    private readonly ITimer timer;
    private PriorityQueue<object, (long At, long Turn)> times = new();
    private long turn;
    private long armedFor = long.MaxValue;

    /// <param name="ticker">Time.</param>
    /// <param name="fallenDue">Called when something may have fallen due.</param>
    public DueTimes(Ticker ticker, Action fallenDue)
    {
        this.ticker = ticker;
        timer = ticker.Clock.CreateTimer(static state => ((Action)state!)(), fallenDue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Puts something in; what is due at another time later stays in until then, or until <see cref="Tidy"/>.</summary>
    public void Add(object what, long at) => times.Enqueue(what, (at, turn++)); // what is due at the same time comes out in the order it came in

    /// <summary>Takes out the next that is due, with its time.</summary>
    public object? Next(long now, out long at)
    {
        var isThere = times.TryPeek(out _, out var next);
        at = next.At;
        return isThere && at <= now ? times.Dequeue() : null;
    }

    /// <summary>Takes out what is not wanted any more, where that is most of it.</summary>
    /// <param name="live">How many there are that are.</param>
    /// <param name="isLive">Whether something is still due at a time.</param>
    public void Tidy(int live, Func<object, long, bool> isLive)
    {
        if (times.Count <= Few + (live * 2)) return;
        times = new PriorityQueue<object, (long, long)>(times.UnorderedItems.Where(item => isLive(item.Element, item.Priority.At)));
    }

    /// <summary>Sets the timer for the next, unless it is set for then or earlier.</summary>
    public void Arm(long now)
    {
        if (!times.TryPeek(out _, out var next) || next.At >= armedFor) return;
        armedFor = next.At;
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, next.At - now)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer has rung.</summary>
    public void Disarm() => armedFor = long.MaxValue;

    public void Dispose() => timer.Dispose();
}
