using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using LogEvent = Brasa.Core.Logs.LogEvent;

namespace Brasa.Services.Logs.LiveTail;

/// <summary>Who follows log groups: told at once of what is stored in them, and each second that nothing was.</summary>
/// <remarks>CloudWatch Logs API reference, StartLiveTail. AWS gathers events for a second before it sends them.</remarks>
internal sealed class LiveTailSession(string account, string region, LiveTailSelection selection, LiveTailSessionStart start, LiveTails tails, TimeProvider clock)
{
    /// <summary>Events of one second; of more a sample is sent.</summary>
    public const int MostEvents = 500;

    /// <summary>Bytes of one update's events; escaped they are up to six times as many, and clients take no more than 16 MB at once.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Bytes of events that wait for a client which is slow; the oldest are dropped then.</summary>
    private const long Capacity = 8 << 20;

    public static readonly TimeSpan Longest = TimeSpan.FromHours(3);

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(100);

    private readonly BatchQueue queue = new(Capacity);
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private DateTimeOffset secondBegan;
    private int sentInSecond;
    private volatile bool hasDropped;

    public string Account => account;

    public string Region => region;

    public bool Follows(LogGroupKey group) => selection.Groups.Contains(group);

    /// <summary>Hands over what was stored; never waits.</summary>
    public void Offer(StoredBatch batch)
    {
        if (queue.Add(batch) > 0) hasDropped = true;
        news.Writer.TryWrite(true);
    }

    /// <summary>All that is sent, until the session has lasted long enough or the server ends.</summary>
    public async IAsyncEnumerable<StartLiveTailResponseStream> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, tails.Ending);
        var end = clock.GetUtcNow() + Longest;
        if (!tails.TryAdd(this))
        {
            yield return new StartLiveTailResponseStream { SessionStreamingException = new SessionStreamingException($"An account follows with {LiveTails.Most} sessions at once at most.") };
            yield break;
        }

        try
        {
            yield return new StartLiveTailResponseStream { SessionStart = start };
            while (!tails.Ending.IsCancellationRequested && clock.GetUtcNow() < end)
            {
                await WaitAsync(Idle, ending.Token);
                yield return new StartLiveTailResponseStream { SessionUpdate = Gather() };

                // What comes meanwhile is sent together.
                await PauseAsync(ending.Token);
            }

            if (!tails.Ending.IsCancellationRequested)
                yield return new StartLiveTailResponseStream { SessionTimeoutException = new SessionTimeoutException("The Live Tail session timed out after 3 hours.") };
        }
        finally
        {
            tails.Remove(this);
        }
    }

    /// <summary>Waits until there is something, but no longer than <paramref name="limit"/>; until the server ends at most.</summary>
    private async Task WaitAsync(TimeSpan limit, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await news.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested || tails.Ending.IsCancellationRequested)
        {
            // Nothing has come, which is said as well.
        }
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(Pause, clock, ct);
        }
        catch (OperationCanceledException) when (tails.Ending.IsCancellationRequested)
        {
            // The loop sees it.
        }
    }

    private LiveTailSessionUpdate Gather()
    {
        var now = clock.GetUtcNow();
        if (now - secondBegan >= Idle) (secondBegan, sentInSecond) = (now, 0);
        var isSampled = hasDropped;
        hasDropped = false;
        var (results, bytes) = (new List<LiveTailSessionLogEvent>(), 0);
        while (queue.Take() is { } batch)
        {
            foreach (var next in batch.Events)
            {
                if (!selection.Has(next)) continue;
                if (sentInSecond == MostEvents || bytes + next.Message.Length > MostBytes) isSampled = true;
                else
                {
                    sentInSecond++;
                    bytes += next.Message.Length;
                    results.Add(Describe(batch.Group, next));
                }
            }
        }

        return new LiveTailSessionUpdate { SessionMetadata = new LiveTailSessionMetadata { Sampled = isSampled }, SessionResults = results };
    }

    private static LiveTailSessionLogEvent Describe(LogGroupKey group, LogEvent next) => new()
    {
        LogGroupIdentifier = $"{group.Account}:{group.Name}",
        LogStreamName = next.Stream,
        Message = Events.EventPages.TextOf(next),
        Timestamp = next.Timestamp,
        IngestionTime = next.IngestionTime,
    };
}
