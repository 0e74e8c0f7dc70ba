using System.Runtime.CompilerServices;
using Brasa.Core.Events;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.Patterns;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Logs.Subscriptions;

/// <summary>Tells one function of one batch, again and again where there is no room for it.</summary>
internal sealed class Delivery(LogGroups groups, IEventTarget targets, TimeProvider clock, ILogger log)
{
    /// <summary>Bytes of messages that are told at once, where it is more than one; an event of Lambda has at most 1 MB.</summary>
    private const int MostBytes = 512 << 10;

    /// <summary>How long a function is tried. AWS says that it tries for a day.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A function that is told of its own log writes to it once more: it is told of it once in this time.</summary>
    private static readonly TimeSpan PauseOfLoop = TimeSpan.FromSeconds(10);

    private readonly ConditionalWeakTable<StoredSubscription, FilterPattern> patterns = [];

    public async Task DeliverAsync(StoredBatch batch, string filter, CancellationToken ct)
    {
        if (Find(batch.Group, filter) is not { } subscription) return;
        var pattern = patterns.GetValue(subscription, static known => FilterPattern.Parse(known.Pattern));
        var matching = batch.Events.Where(item => pattern.Matches(item.Message.Span)).ToList();
        if (matching.Count == 0) return;

        foreach (var events in Split(matching)) await DeliverAsync(batch.Group, filter, events, ct);
        if (IsOwnLog(batch.Group, subscription)) await Task.Delay(PauseOfLoop, clock, ct);
    }

    private async Task DeliverAsync(LogGroupKey group, string filter, List<LogEvent> events, CancellationToken ct)
    {
        var payload = SubscriptionMessage.Write(group, filter, events);
        var end = clock.GetUtcNow() + Patience;
        for (var pause = FirstPause; Find(group, filter) is { } subscription; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var source = Deliveries.SourceFor(targets, subscription.DestinationArn, group);
            var outcome = (await targets.DeliverAsync(subscription.DestinationArn, payload, source, ct)).Outcome;
            if (outcome is DeliveryOutcome.Delivered or DeliveryOutcome.FunctionError) return;
            if (outcome is not (DeliveryOutcome.Throttled or DeliveryOutcome.Failed) || clock.GetUtcNow() + pause > end)
            {
                log.DeliveryGivenUp(events.Count, filter, group.Name, outcome);
                return;
            }

            await Task.Delay(pause, clock, ct);
        }
    }

    private StoredSubscription? Find(LogGroupKey group, string filter) => groups.Find(group)?.Subscriptions.GetValueOrDefault(filter);

    /// <summary>Whether a function is told of the log group that it writes to by default.</summary>
    public static bool IsOwnLog(LogGroupKey group, StoredSubscription subscription) =>
        subscription.DestinationArn.Split(':') is [_, _, _, _, _, _, var function, ..] && group.Name == $"/aws/lambda/{function}";

    private static IEnumerable<List<LogEvent>> Split(List<LogEvent> events)
    {
        var part = new List<LogEvent>();
        var bytes = 0L;
        foreach (var next in events)
        {
            if (part.Count > 0 && bytes + next.Message.Length > MostBytes)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(next);
            bytes += next.Message.Length;
        }

        yield return part;
    }
}
