using Brasa.Core.Queues;
using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>How messages come into a queue: onto disk, then into its memory. A FIFO queue writes one batch after the other, so that order in memory is order on disk.</summary>
internal sealed class Sending(Queue queue, IMessageStore store, Ticker ticker)
{
    /// <summary>What a FIFO queue writes at once.</summary>
    private const int BatchSize = 256, BatchBytes = 4 << 20;

    private readonly Lock gate = new();
    private readonly Deduplication deduplication = new();

    /// <summary>What is kept on disk of messages that are gone, until when.</summary>
    private readonly Queue<(long Id, long UntilTick)> kept = new();
    private readonly Queue<Pending> pending = new();
    private bool isWriting;

    public Task<SentMessage[]> SendAsync(IReadOnlyList<OutgoingMessage> outgoing) => queue.Name.IsFifo ? SendInOrderAsync(outgoing) : SendAtOnceAsync(outgoing);

    /// <summary>What is to be written for a message that is removed, so that it is not sent again after a restart either; <c>null</c> where nothing is.</summary>
    public (MessageWrite Write, long UntilTick)? Spend(QueuedMessage message, long now)
    {
        var until = message.ArrivedTick + Deduplication.WindowMs;
        if (!queue.Name.IsFifo || message.DeduplicationId is null || message.DeadLetterSource is not null || until <= now) return null;
        var state = new MessageState
        {
            MessageId = message.MessageId,
            SentAt = message.SentAt,
            ArrivedAt = message.ArrivedAt,
            Sender = "",
            Group = message.Group,
            DeduplicationId = message.DeduplicationId,
            IsSpent = true,
            Sequence = message.Id,
        };
        return (new MessageWrite.Add(queue.StoreName, state.Encode(), Array.Empty<byte>()), until);
    }

    /// <summary>What <see cref="Spend"/> told to write has this id in the store.</summary>
    public void Spent(long id, long untilTick)
    {
        lock (gate) kept.Enqueue((id, untilTick));
    }

    /// <summary>Forgets what was sent too long ago, and returns what of that is still on disk.</summary>
    public IReadOnlyList<long> Prune(long now)
    {
        lock (gate)
        {
            deduplication.Prune(now);
            var ended = new List<long>();
            while (kept.TryPeek(out var oldest) && oldest.UntilTick <= now) ended.Add(kept.Dequeue().Id);
            return ended;
        }
    }

    /// <summary>Remembers what was sent before the start.</summary>
    /// <param name="state">The message.</param>
    /// <param name="keptAs">Its id in the store where it is gone, and kept for this only.</param>
    /// <param name="sequence">Its id in the store when it was sent.</param>
    /// <param name="now">The time by <see cref="Ticker"/>.</param>
    /// <param name="wall">The time by the clock.</param>
    public void Restore(MessageState state, long? keptAs, long sequence, long now, long wall)
    {
        if (state.DeduplicationId is null || state.DeadLetterSource is not null || state.Group is null) return;
        var until = now + Math.Clamp(state.ArrivedAt + Deduplication.WindowMs - wall, 0, Deduplication.WindowMs);
        lock (gate)
        {
            if (keptAs is { } id) kept.Enqueue((id, until));
            if (until > now && queue.Name.IsFifo)
                deduplication.Add(KeyOf(state.Group, state.DeduplicationId), new Deduplication.Sent(until, Task.FromResult(new SentMessage(state.MessageId, QueuedMessage.SequenceOf(sequence)))));
        }
    }

    private async Task<SentMessage[]> SendAtOnceAsync(IReadOnlyList<OutgoingMessage> outgoing)
    {
        var (now, wall) = (ticker.Now, ticker.WallNow);
        var writes = new List<MessageWrite>(outgoing.Count);
        var states = new MessageState[outgoing.Count];
        for (var i = 0; i < states.Length; i++) AddWrites(writes, outgoing[i], states[i] = StateOf(outgoing[i], wall));
        var ids = await store.WriteAsync(writes, CancellationToken.None);
        var arrived = new (QueuedMessage, MessagePayload?)[states.Length];
        for (var i = 0; i < arrived.Length; i++) arrived[i] = (MessageOf(states[i], ids[i], now), outgoing[i].Payload);
        queue.Arrive(arrived);
        return [.. states.Select(state => new SentMessage(state.MessageId, null))];
    }

    private Task<SentMessage[]> SendInOrderAsync(IReadOnlyList<OutgoingMessage> outgoing)
    {
        var outcomes = new Task<SentMessage>[outgoing.Count];
        var starts = false;
        lock (gate)
        {
            var now = ticker.Now;
            for (var i = 0; i < outcomes.Length; i++)
            {
                var message = outgoing[i];
                var key = KeyOf(message.Group!, message.DeduplicationId!);
                if (message.Replaces is null && deduplication.Find(key, now) is { } before)
                {
                    outcomes[i] = before.Outcome;
                    continue;
                }

                var added = new Pending(message, StateOf(message, ticker.WallNow), now, key);
                if (message.Replaces is null) deduplication.Add(key, added.Sent = new Deduplication.Sent(now + Deduplication.WindowMs, added.Outcome.Task));
                pending.Enqueue(added);
                outcomes[i] = added.Outcome.Task;
                starts |= !isWriting;
                isWriting = true;
            }
        }

        if (starts) _ = WriteAllAsync();
        return Task.WhenAll(outcomes);
    }

    private async Task WriteAllAsync()
    {
        while (NextBatch() is { Count: > 0 } batch)
        {
            try
            {
                var writes = new List<MessageWrite>(batch.Count);
                foreach (var one in batch) AddWrites(writes, one.Message, one.State);
                var ids = await store.WriteAsync(writes, CancellationToken.None);
                var arrived = new (QueuedMessage, MessagePayload?)[batch.Count];
                for (var i = 0; i < arrived.Length; i++) arrived[i] = (MessageOf(batch[i].State, ids[i], batch[i].SentTick), batch[i].Message.Payload);
                queue.Arrive(arrived);
                for (var i = 0; i < arrived.Length; i++) batch[i].Outcome.SetResult(new SentMessage(batch[i].State.MessageId, QueuedMessage.SequenceOf(ids[i])));
            }
            catch (Exception failure)
            {
                lock (gate)
                {
                    foreach (var one in batch.Where(one => one.Sent is not null)) deduplication.Remove(one.Key, one.Sent!);
                }

                foreach (var one in batch) one.Outcome.TrySetException(failure);
            }
        }
    }

    private List<Pending> NextBatch()
    {
        lock (gate)
        {
            var (batch, bytes) = (new List<Pending>(), 0);
            while (batch.Count < BatchSize && bytes < BatchBytes && pending.TryDequeue(out var next))
            {
                batch.Add(next);
                bytes += next.Message.Payload.Size;
            }

            isWriting = batch.Count > 0;
            return batch;
        }
    }

    private void AddWrites(List<MessageWrite> writes, OutgoingMessage message, MessageState state)
    {
        writes.Add(new MessageWrite.Add(queue.StoreName, state.Encode(), message.Payload.Encode()));
        if (message.Replaces is { } old) writes.Add(new MessageWrite.Remove(old));
    }

    private MessageState StateOf(OutgoingMessage message, long wall)
    {
        var delay = (message.DelaySeconds ?? queue.Settings.Delay) * 1_000L;
        return new MessageState
        {
            MessageId = Guid.NewGuid(),
            SentAt = wall,
            ArrivedAt = wall,
            Sender = message.Sender,
            Group = message.Group,
            DeduplicationId = message.DeduplicationId,
            DueAt = delay == 0 ? 0 : wall + delay,
            DueIn = delay,
        };
    }

    private static QueuedMessage MessageOf(MessageState state, long id, long sentTick) => new()
    {
        Id = id,
        MessageId = state.MessageId,
        SentAt = state.SentAt,
        ArrivedAt = state.ArrivedAt,
        ArrivedTick = sentTick,
        Sender = state.Sender,
        Group = state.Group,
        DeduplicationId = state.DeduplicationId,
        Place = state.DueIn == 0 ? MessagePlace.Ready : MessagePlace.Delayed,
        DueTick = sentTick + state.DueIn,
    };

    private string KeyOf(string group, string deduplicationId) => queue.Settings.IsDeduplicatedByGroup ? $"{group}\0{deduplicationId}" : deduplicationId;

    /// <summary>A message that waits for its turn to be written.</summary>
    private sealed class Pending(OutgoingMessage message, MessageState state, long sentTick, string key)
    {
        public OutgoingMessage Message => message;

        public MessageState State => state;

        public long SentTick => sentTick;

        public string Key => key;

        public Deduplication.Sent? Sent { get; set; }

        public TaskCompletionSource<SentMessage> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
