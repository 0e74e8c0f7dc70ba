namespace Brasa.Core.Events;

/// <summary>Functions as services hand events to them that nobody waits for, as buckets, topics and buses do.</summary>
public interface IEventInbox
{
    /// <summary>Accepts an event: where the outcome is <see cref="DeliveryOutcome.Delivered"/> it is on disk, and run as often as the function's settings say.</summary>
    /// <param name="targetArn">The function, with a qualifier or without.</param>
    /// <param name="payload">The event, UTF-8 JSON; not changed after this.</param>
    /// <param name="source">Who hands it over; the function's policy is asked for it, whether signatures are looked at or not.</param>
    /// <param name="traceHeader">The <c>X-Amzn-Trace-Id</c> of the chain of requests that it comes from, if any.</param>
    /// <param name="ct">Ends the wait for a turn; what has had its turn is accepted.</param>
    Task<DeliveryOutcome> AcceptAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, string? traceHeader, CancellationToken ct);
}
