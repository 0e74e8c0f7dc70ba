using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>What attempts to receive from a FIFO queue got in the last five minutes, so that one that is made again gets the same. Its queue's lock guards it.</summary>
internal sealed class ReceiveAttempts
{
    private readonly Dictionary<string, Attempt> attempts = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, Attempt Attempt)> order = new();

    /// <summary>What an attempt got, where all of it is still its own; <c>null</c> otherwise.</summary>
    public IReadOnlyList<DeliveredMessage>? Find(string id, long now)
    {
        Prune(now);
        return attempts.TryGetValue(id, out var attempt) && attempt.Messages.All(static one => one.Message.Place == MessagePlace.InFlight && one.Message.Receipt == one.Receipt.Number && !one.Message.IsExtended)
            ? attempt.Messages
            : null;
    }

    public void Add(string id, IReadOnlyList<DeliveredMessage> messages, long now)
    {
        var attempt = new Attempt(now + Deduplication.WindowMs, messages);
        attempts[id] = attempt;
        order.Enqueue((id, attempt));
    }

    private void Prune(long now)
    {
        while (order.TryPeek(out var oldest) && oldest.Attempt.UntilTick <= now)
        {
            order.Dequeue();
            if (attempts.TryGetValue(oldest.Id, out var found) && found == oldest.Attempt) attempts.Remove(oldest.Id);
        }
    }

    private sealed record Attempt(long UntilTick, IReadOnlyList<DeliveredMessage> Messages);
}
