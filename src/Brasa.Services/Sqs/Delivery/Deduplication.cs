namespace Brasa.Services.Sqs.Delivery;

/// <summary>What has been sent to a FIFO queue in the last five minutes, so that it is not sent again. Its queue's lock guards it.</summary>
internal sealed class Deduplication
{
    /// <remarks>Amazon SQS developer guide, "Exactly-once processing in Amazon SQS".</remarks>
    public const long WindowMs = 5 * 60 * 1_000;

    private readonly Dictionary<string, Sent> sent = new(StringComparer.Ordinal);

    /// <summary>By when they were sent.</summary>
    private readonly Queue<(string Key, Sent Sent)> order = new();

    /// <summary>What was sent under a key within the window; <c>null</c> where nothing was.</summary>
    public Sent? Find(string key, long now)
    {
        Prune(now);
        return sent.GetValueOrDefault(key) is { } found && found.UntilTick > now ? found : null;
    }

    public void Add(string key, Sent entry)
    {
        sent[key] = entry;
        order.Enqueue((key, entry));
    }

    /// <summary>Forgets what could not be sent after all.</summary>
    public void Remove(string key, Sent entry)
    {
        if (sent.TryGetValue(key, out var found) && found == entry) sent.Remove(key);
    }

    /// <summary>Forgets what is too long ago.</summary>
    public void Prune(long now)
    {
        while (order.TryPeek(out var oldest) && oldest.Sent.UntilTick <= now)
        {
            order.Dequeue();
            Remove(oldest.Key, oldest.Sent);
        }
    }

    /// <summary>Something that was sent.</summary>
    /// <param name="UntilTick">Until when it is not sent again.</param>
    /// <param name="Outcome">Known once it is on disk.</param>
    public sealed record Sent(long UntilTick, Task<SentMessage> Outcome);
}

/// <summary>What a sender is told.</summary>
internal readonly record struct SentMessage(Guid MessageId, string? SequenceNumber);
