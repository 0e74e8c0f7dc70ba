using Brasa.Core.Queues;

namespace Brasa.Core.Events;

/// <summary>A service that messages are sent to by ARN, as a function's destinations and dead-letter queues are. Who may send has been asked before.</summary>
public interface IDestination
{
    /// <summary>The IAM action that a sender has to be allowed, as <c>sqs:SendMessage</c>.</summary>
    string Action { get; }

    /// <summary>Sends a message; one that is delivered is on disk.</summary>
    /// <param name="arn">What of the service it is for.</param>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait, not the write.</param>
    Task<DeliveryOutcome> SendAsync(string arn, DestinationMessage message, CancellationToken ct);
}

/// <summary>What is sent.</summary>
/// <param name="Body">UTF-8 text.</param>
/// <param name="Attributes">Beside it, where the service has them.</param>
/// <param name="TraceHeader">The <c>X-Amzn-Trace-Id</c> of the chain of requests that it comes from.</param>
public sealed record DestinationMessage(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, MessageAttribute> Attributes, string? TraceHeader);
