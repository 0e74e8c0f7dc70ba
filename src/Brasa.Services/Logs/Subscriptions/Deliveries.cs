using Brasa.Core.Events;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Groups;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Logs.Subscriptions;

/// <summary>Tells functions of events that subscription filters match, in parallel to their being stored and never in its way.</summary>
internal sealed class Deliveries : IAsyncDisposable
{
    /// <summary>Deliveries of one filter at a time.</summary>
    private const int MostAtOnce = 10;

    /// <summary>Bytes of events that wait for one filter; past that the oldest are dropped.</summary>
    private const long Capacity = 4 << 20;

    /// <summary>Filters that have something waiting; further ones miss what is stored meanwhile.</summary>
    private const int MostBusy = 256;

    /// <summary>Those of one account.</summary>
    private const int MostBusyOfAccount = 64;

    /// <summary>Bytes of events that are on their way, of all filters; past that more are dropped.</summary>
    private const long MostOnTheWay = 128 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<(LogGroupKey Group, string Filter), Waiting> busy = [];
    private readonly CancellationTokenSource ending = new();
    private readonly LogGroups groups;
    private readonly ILogStore store;
    private readonly Delivery delivery;
    private readonly ILogger log;
    private TaskCompletionSource? idle;
    private long onTheWay;

    public Deliveries(LogGroups groups, ILogStore store, IEventTarget targets, TimeProvider clock, ILogger log)
    {
        (this.groups, this.store, this.log) = (groups, store, log);
        delivery = new Delivery(groups, targets, clock, log);
        store.Stored += Offer;
    }

    /// <summary>Who hands events over: the service, by the name under which the function's policy lets it in.</summary>
    /// <remarks>CloudWatch Logs User Guide, "Subscription filters with AWS Lambda", whose older editions name the service of a region.</remarks>
    public static EventSource SourceFor(IEventTarget targets, string targetArn, LogGroupKey group)
    {
        var source = new EventSource("logs.amazonaws.com", StoredGroup.ArnOfStreams(group), group.Account);
        return targets.Accepts(targetArn, source) ? source : source with { Service = $"logs.{group.Region}.amazonaws.com" };
    }

    /// <summary>Lets what is on its way be the last.</summary>
    public void End()
    {
        store.Stored -= Offer;
        ending.Cancel();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End();
        Task settled;
        lock (gate) settled = busy.Count == 0 ? Task.CompletedTask : (idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        await settled;
        ending.Dispose();
    }

    private void Offer(LogGroupKey key, IReadOnlyList<LogEvent> events)
    {
        if (events.Count == 0 || groups.Find(key) is not { Subscriptions: { IsEmpty: false } subscriptions }) return;
        var batch = new StoredBatch(key, events);
        foreach (var subscription in subscriptions.Values) Offer((key, subscription.Name), batch, Delivery.IsOwnLog(key, subscription) ? 1 : MostAtOnce);
    }

    private void Offer((LogGroupKey Group, string Filter) key, StoredBatch batch, int mostAtOnce)
    {
        var dropped = 0;
        lock (gate)
        {
            if (!busy.TryGetValue(key, out var waiting))
            {
                if (busy.Count < MostBusy && busy.Keys.Count(other => other.Group.Account == key.Group.Account) < MostBusyOfAccount) busy[key] = waiting = new Waiting();
                else dropped = batch.Events.Count;
            }

            if (waiting is not null)
            {
                dropped = waiting.Queue.Add(batch);
                if (waiting.Workers < mostAtOnce)
                {
                    waiting.Workers++;
                    _ = Task.Run(() => WorkAsync(key, waiting), CancellationToken.None);
                }
            }
        }

        if (dropped > 0) log.EventsDropped(dropped, key.Filter, key.Group.Name);
    }

    private async Task WorkAsync((LogGroupKey Group, string Filter) key, Waiting waiting)
    {
        while (Next(key, waiting) is { } batch)
        {
            try
            {
                if (Interlocked.Add(ref onTheWay, batch.Bytes) > MostOnTheWay) log.EventsDropped(batch.Events.Count, key.Filter, key.Group.Name);
                else await delivery.DeliverAsync(batch, key.Filter, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The server ends; Next gives no more.
            }
            catch (Exception failure)
            {
                log.DeliveryFailed(failure, key.Filter, key.Group.Name);
            }
            finally
            {
                Interlocked.Add(ref onTheWay, -batch.Bytes);
            }
        }
    }

    /// <summary>What a worker does next; <c>null</c>, and the worker is counted no more, where there is nothing.</summary>
    private StoredBatch? Next((LogGroupKey Group, string Filter) key, Waiting waiting)
    {
        lock (gate)
        {
            if (!ending.IsCancellationRequested && waiting.Queue.Take() is { } batch) return batch;
            if (--waiting.Workers == 0) busy.Remove(key);
            if (busy.Count == 0) idle?.TrySetResult();
            return null;
        }
    }

    private sealed class Waiting
    {
        public BatchQueue Queue { get; } = new(Capacity);

        public int Workers { get; set; }
    }
}

internal static partial class DeliveriesLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "{Count} events were not delivered for the subscription filter {Filter} of {Group}: too many wait already")]
    public static partial void EventsDropped(this ILogger log, int count, string filter, string group);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "Events were not delivered for the subscription filter {Filter} of {Group}")]
    public static partial void DeliveryFailed(this ILogger log, Exception failure, string filter, string group);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "{Count} events were not delivered for the subscription filter {Filter} of {Group}: {Outcome}")]
    public static partial void DeliveryGivenUp(this ILogger log, int count, string filter, string group, DeliveryOutcome outcome);
}
