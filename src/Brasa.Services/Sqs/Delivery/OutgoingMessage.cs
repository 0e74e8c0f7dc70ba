using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>A message to be sent, as its operation has checked it.</summary>
/// <param name="Payload">What it says.</param>
/// <param name="Sender">AWS's <c>SenderId</c>.</param>
/// <param name="Group">Its group; of a FIFO queue's message always.</param>
/// <param name="DeduplicationId">Of a FIFO queue's message always.</param>
/// <param name="DelaySeconds">In place of the queue's own.</param>
internal sealed record OutgoingMessage(MessagePayload Payload, string Sender, string? Group = null, string? DeduplicationId = null, int? DelaySeconds = null)
{
    /// <summary>The message that this one takes the place of, by its id in the store: it is removed in the same write, and this one is not taken for one that has been sent already.</summary>
    public long? Replaces { get; init; }
}
