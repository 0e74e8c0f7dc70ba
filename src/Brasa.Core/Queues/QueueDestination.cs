using Brasa.Core.Errors;
using Brasa.Core.Events;

namespace Brasa.Core.Queues;

/// <summary>Queues as destinations.</summary>
public sealed class QueueDestination(IQueues queues) : IDestination
{
    /// <inheritdoc />
    public string Action => "sqs:SendMessage";

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendAsync(string arn, DestinationMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (queues.Find(arn) is not { } queue) return DeliveryOutcome.NotFound;
        try
        {
            await queue.SendAsync(message.Body, message.Attributes, groupId: null, deduplicationId: null, message.TraceHeader, ct);
            return DeliveryOutcome.Delivered;
        }
        catch (AwsException)
        {
            // Too large, or of a FIFO queue, which AWS takes for no destination either.
            return DeliveryOutcome.Failed;
        }
    }
}
