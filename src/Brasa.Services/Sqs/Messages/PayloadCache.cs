using Brasa.Core.Queues;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Contents of messages in memory, of all queues together up to a bound; those beyond it are read from the store when they are received.</summary>
/// <param name="store">Where they are stored.</param>
/// <param name="maxBytes">The bound.</param>
internal sealed class PayloadCache(IMessageStore store, long maxBytes = PayloadCache.DefaultBytes)
{
    public const long DefaultBytes = 64 << 20;

    private long used;

    /// <summary>Keeps a message's content where there is room; under the lock of its queue.</summary>
    public void Keep(QueuedMessage message, MessagePayload payload)
    {
        if (Interlocked.Add(ref used, payload.Size) > maxBytes) Interlocked.Add(ref used, -payload.Size);
        else message.Payload = payload;
    }

    /// <summary>Gives its room to others; under the lock of its queue.</summary>
    public void Drop(QueuedMessage message)
    {
        if (message.Payload is not { } payload) return;
        message.Payload = null;
        Interlocked.Add(ref used, -payload.Size);
    }

    /// <summary>A message's content, from memory or from disk; <c>null</c> where it is gone.</summary>
    public MessagePayload? Read(QueuedMessage message) => message.Payload ?? (store.ReadBody(message.Id) is { } stored ? MessagePayload.Decode(stored) : null);
}
