using Brasa.Core.Queues;
using Brasa.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Asynchronous;

/// <summary>
/// The events of one function: those that wait, in the order in which they are due, and how many are tried at once. Waiting takes no thread, and one timer for all.
/// What happens to them is none of other functions' concern.
/// </summary>
internal sealed class FunctionEvents : IDisposable
{
    /// <summary>Events that have an outcome and are being removed, or whose records are being delivered; beyond it no more are tried.</summary>
    private const int MostSettling = 64;

    private readonly Lock gate = new();
    private readonly PriorityQueue<PendingEvent, (TimeSpan Due, long Id)> waiting = new();
    private readonly FunctionKey key;
    private readonly EventAttempts attempts;
    private readonly EventEndings endings;
    private readonly IMessageStore store;
    private readonly EventTime time;
    private readonly ILogger log;
    private readonly EventWindow window = new(Math.Max(8, 4 * Environment.ProcessorCount));
    private readonly ITimer timer;
    private TimeSpan wakesAt = TimeSpan.MaxValue;
    private TimeSpan pausedUntil;
    private int throttles;

    /// <summary>How often an invocation has given its place back: who found none while that happened tries again.</summary>
    private int releases;
    private int trying;
    private int settling;
    private bool isClosed;
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="key">The function.</param>
    /// <param name="attempts">Makes attempts.</param>
    /// <param name="endings">Ends events.</param>
    /// <param name="store">Where they are stored.</param>
    /// <param name="time">Time.</param>
    /// <param name="log">Told where the store fails.</param>
    public FunctionEvents(FunctionKey key, EventAttempts attempts, EventEndings endings, IMessageStore store, EventTime time, ILogger log)
    {
        (this.key, this.attempts, this.endings, this.store, this.time, this.log) = (key, attempts, endings, store, time, log);
        timer = time.Clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (gate) return waiting.Count;
        }
    }

    /// <summary>Completes once it has been disposed and nothing is being done with any event.</summary>
    public Task Settled => settled.Task;

    /// <summary>Adds an event that is stored.</summary>
    public void Add(PendingEvent one)
    {
        lock (gate)
        {
            if (isClosed)
            {
                attempts.Forget(one);
                return;
            }

            waiting.Enqueue(one, (one.DueAt, one.Id));
            Advance();
        }
    }

    /// <summary>Tries nothing any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (var (one, _) in waiting.UnorderedItems) attempts.Forget(one);
            waiting.Clear();
            timer.Dispose();
            CompleteIfSettled();
        }
    }

    private void CompleteIfSettled()
    {
        if (isClosed && trying == 0 && settling == 0) settled.TrySetResult();
    }

    private void Wake()
    {
        lock (gate)
        {
            wakesAt = TimeSpan.MaxValue;
            Advance();
        }
    }

    /// <summary>Begins what can be begun now, and sets the timer for what can be later. Called under <see cref="gate"/>.</summary>
    private void Advance()
    {
        if (isClosed) return;
        var now = time.Now;
        while (waiting.TryPeek(out var next, out var order))
        {
            if (order.Due > now)
            {
                WakeAt(order.Due);
                return;
            }

            if (settling >= MostSettling) return; // each that ends comes here
            var blockedUntil = BlockedUntil(now);
            if (blockedUntil > now && attempts.ExpiryOf(key, next) is var expiry && expiry > now)
            {
                WakeAt(blockedUntil < expiry ? blockedUntil : expiry);
                return;
            }

            waiting.Dequeue();
            trying++;
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Owner.HandleAsync(work.Event, work.Releases), (Owner: this, Event: next, Releases: releases), preferLocal: false);
        }

        window.Drain(now, trying);
    }

    /// <summary>Until when no more may be tried; what has passed for nothing of that kind.</summary>
    private TimeSpan BlockedUntil(TimeSpan now)
    {
        if (pausedUntil > now) return pausedUntil;
        if (trying < window.Size(now)) return now;
        window.Block(now);
        return now + window.Step;
    }

    private void WakeAt(TimeSpan when)
    {
        if (when >= wakesAt) return; // an earlier wake sets the next
        wakesAt = when;
        var wait = Math.Ceiling((when - time.Now).TotalMilliseconds); // what timers count in
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, wait)), Timeout.InfiniteTimeSpan);
    }

    private async Task HandleAsync(PendingEvent one, int releasesBefore)
    {
        EventVerdict verdict;
        try
        {
            verdict = await attempts.TryAsync(key, one, OnReleased);
        }
        catch (Exception failure)
        {
            log.AttemptFailed(failure, key.Arn, one.Stored.RequestId);
            verdict = new EventVerdict.Failed();
        }

        lock (gate)
        {
            trying--;
            settling++;
            if (verdict is EventVerdict.Throttled)
            {
                if (releases == releasesBefore) Pause();
            }
            else if (verdict is EventVerdict.Again or EventVerdict.Over { Ending.Response: not null }) Resume();
            Advance();
        }

        try
        {
            await SettleAsync(one, verdict);
        }
        catch (Exception failure)
        {
            log.SettlingFailed(failure, key.Arn, one.Stored.RequestId);
        }

        lock (gate)
        {
            settling--;
            if (!isClosed && verdict is EventVerdict.Throttled or EventVerdict.Failed or EventVerdict.Again) waiting.Enqueue(one, (one.DueAt, one.Id));
            Advance();
            CompleteIfSettled();
        }
    }

    private async Task SettleAsync(PendingEvent one, EventVerdict verdict)
    {
        switch (verdict)
        {
            case EventVerdict.Failed:
                one.Failures++;
                var (due, expiry) = (time.Now + EventRules.BackOffAfter(one.Failures), attempts.ExpiryOf(key, one));
                one.DueAt = due < expiry ? due : expiry;
                break;
            case EventVerdict.Again again:
                one.DueAt = time.Now + again.Delay;
                one.Stored = one.Stored with { DueAt = time.WallNow + again.Delay };
                await store.WriteAsync([new MessageWrite.Update(one.Id, one.Stored.ToBytes())], CancellationToken.None);
                break;
            case EventVerdict.Over over:
                await endings.SettleAsync(one, over.Ending);
                break;
            case EventVerdict.Gone:
                await store.WriteAsync([new MessageWrite.Remove(one.Id)], CancellationToken.None);
                break;
        }
    }

    /// <summary>An invocation has given its place back: there is room for another.</summary>
    private void OnReleased()
    {
        lock (gate)
        {
            releases++;
            Resume();
            Advance();
        }
    }

    private void Pause()
    {
        var now = time.Now;
        if (pausedUntil > now) return; // others of the same moment have found the same
        pausedUntil = now + EventRules.BackOffAfter(++throttles);
        window.Shrink(trying);
    }

    private void Resume()
    {
        throttles = 0;
        pausedUntil = TimeSpan.Zero;
    }
}
