using System.Collections.ObjectModel;
using Brasa.Core.Events;
using Brasa.Core.Queues;
using Brasa.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Ends events: tells destinations and dead-letter queues, then removes what is stored. Who is killed between the two does both again.</summary>
/// <param name="store">Where they are stored.</param>
/// <param name="destinations">Where records can go.</param>
/// <param name="roles">Tells what a function's role may.</param>
/// <param name="time">Time.</param>
/// <param name="log">Told of records that could not be delivered.</param>
/// <param name="stopping">Set when the server ends.</param>
internal sealed class EventEndings(
    IMessageStore store, DestinationRegistry destinations, ExecutionRoles roles, EventTime time, ILogger log, CancellationToken stopping)
{
    /// <summary>How often a record is sent that nobody takes; each time after twice the wait.</summary>
    private const int MostSends = 4;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Ends an event; it is no more stored when this returns, unless the server ends too.</summary>
    public async Task SettleAsync(PendingEvent one, EventEnding ending)
    {
        try
        {
            await Task.WhenAll(Messages(one.Stored, ending).Select(message => DeliverAsync(one.Stored, ending, message.Arn, message.Message)));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }

        await store.WriteAsync([new MessageWrite.Remove(one.Id)], CancellationToken.None);
    }

    private IEnumerable<(string Arn, DestinationMessage Message)> Messages(StoredEvent stored, EventEnding ending)
    {
        var config = ending.Function.EventConfigOf(stored.Qualifier);
        var isSuccess = ending.Condition == EventCondition.Success;
        if ((isSuccess ? config.OnSuccess : config.OnFailure) is { } destination)
            yield return (destination, new DestinationMessage(
                InvocationRecord.ForDestination(stored, ending, time.WallNow), ReadOnlyDictionary<string, MessageAttribute>.Empty, stored.TraceId));
        if (!isSuccess && ending.Version.DeadLetterArn is { } queue)
            yield return (queue, new DestinationMessage(ending.Payload, InvocationRecord.ForDeadLetter(stored, ending), stored.TraceId));
    }

    private async Task DeliverAsync(StoredEvent stored, EventEnding ending, string arn, DestinationMessage message)
    {
        var wait = FirstWait;
        for (var sends = 1; ; sends++, wait *= 2)
        {
            var outcome = await SendAsync(ending, arn, message);
            if (outcome == DeliveryOutcome.Delivered) return;
            if (sends == MostSends)
            {
                log.DeliveryFailed(stored.RequestId, ending.Function.Key.Arn, arn, outcome);
                return;
            }

            await Task.Delay(wait, time.Clock, stopping);
        }
    }

    private async Task<DeliveryOutcome> SendAsync(EventEnding ending, string arn, DestinationMessage message)
    {
        if (destinations.Find(arn) is not { } destination) return DeliveryOutcome.NotFound;
        if (!roles.MayDo(ending.Version.Role, ending.Function.Key, destination.Action, arn, time.WallNow)) return DeliveryOutcome.AccessDenied;
        try
        {
            return await destination.SendAsync(arn, message, stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            log.SendFailed(failure, arn);
            return DeliveryOutcome.Failed;
        }
    }
}
