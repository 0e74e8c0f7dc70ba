using Brasa.Core.Queues;
using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <content>What is written later, as nobody waits for it; and messages that are taken out altogether.</content>
internal sealed partial class Queue
{
    /// <summary>Writes of one batch; bounds how long other writers wait for it.</summary>
    private const int BatchSize = 1_000;

    /// <summary>How long a queue is not purged again.</summary>
    /// <remarks>Amazon SQS API reference, "PurgeQueue".</remarks>
    private const long PurgeMs = 60_000;

    /// <summary>Messages whose stored state is old.</summary>
    private List<QueuedMessage> dirty = [];

    /// <summary>Ids in the store of what is gone already.</summary>
    private List<long> unwanted = [];

    private Task<bool> flushing = Task.FromResult(true);
    private long? purgedTick;

    /// <summary>Writes what has been received since the last time, and removes what is not kept any longer; <c>true</c> when that is done, <c>false</c> where it failed.</summary>
    public Task<bool> FlushAsync()
    {
        lock (gate)
        {
            var now = ticker.Now;
            if (!isDeleted) Advance(now);
            unwanted.AddRange(sending.Prune(now));
            if (isDeleted || (dirty.Count == 0 && unwanted.Count == 0)) return flushing;

            var touched = dirty.FindAll(message => message.Place is not (MessagePlace.Gone or MessagePlace.Moving));
            var removed = unwanted;
            (dirty, unwanted) = ([], []);
            foreach (var message in touched) message.IsDirty = false;
            List<MessageWrite> writes = [.. removed.Select(id => new MessageWrite.Remove(id)), .. touched.Select(message => new MessageWrite.Update(message.Id, StateOf(message).Encode()))];
            return flushing = WriteAsync(writes, touched, removed);
        }
    }

    /// <summary>Removes all messages that it has now, and that are not on their way elsewhere; <c>false</c> where it was purged within the last minute.</summary>
    public async Task<bool> PurgeAsync()
    {
        var (writes, spent) = (new List<MessageWrite>(), new List<long>());
        lock (gate)
        {
            var now = ticker.Now;
            if (purgedTick + PurgeMs > now) return false;
            purgedTick = now;
            foreach (var message in messages.Values.Where(message => message.Place != MessagePlace.Moving).ToList())
            {
                unwanted.Add(message.Id); // where the write below fails, they go later
                if (sending.Spend(message, now) is { } kept)
                {
                    writes.Add(kept.Write);
                    spent.Add(kept.UntilTick);
                }

                Leave(message);
            }
        }

        for (var i = 0; i < writes.Count; i += BatchSize)
        {
            var ids = await surroundings.Store.WriteAsync(writes.GetRange(i, Math.Min(BatchSize, writes.Count - i)), CancellationToken.None);
            lock (gate)
            {
                for (var k = 0; k < ids.Count; k++) sending.Spent(ids[k], spent[i + k]);
            }
        }

        await FlushedAsync(); // it may have begun before, or have taken what is to be removed and failed
        return await FlushAsync() ? true : throw new IOException($"The messages of {Name.Arn} could not be removed.");
    }

    /// <summary>Takes ready messages, to be put into another queue: <see cref="Forget"/> or <see cref="PutBack"/> says whether that was done.</summary>
    public IReadOnlyList<QueuedMessage> TakeForMove(int most)
    {
        var taken = new List<QueuedMessage>();
        lock (gate)
        {
            Advance(ticker.Now);
            while (taken.Count < most && order.Next() is { } message)
            {
                held++;
                message.Place = MessagePlace.Moving;
                order.Held(message, isReceived: true);
                taken.Add(message);
            }

            order.EndReceive();
        }

        return taken;
    }

    /// <summary>They are in another queue.</summary>
    public void Forget(IReadOnlyList<QueuedMessage> moved)
    {
        lock (gate)
        {
            foreach (var message in moved) Leave(message);
            Serve(ticker.Now);
        }
    }

    /// <summary>They stay, and are ready after some milliseconds.</summary>
    public void PutBack(IReadOnlyList<QueuedMessage> kept, long afterMs)
    {
        lock (gate)
        {
            var now = ticker.Now;
            foreach (var message in kept.Where(message => message.Place == MessagePlace.Moving))
            {
                message.Place = MessagePlace.InFlight;
                message.DueTick = now + afterMs;
                due.Add(message, message.DueTick);
            }

            Advance(now);
            Serve(now);
        }
    }

    /// <summary>What of a message is stored.</summary>
    private MessageState StateOf(QueuedMessage message)
    {
        var dueIn = message.Place is MessagePlace.InFlight or MessagePlace.Delayed ? Math.Max(0, message.DueTick - ticker.Now) : 0;
        return new MessageState
        {
            MessageId = message.MessageId,
            SentAt = message.SentAt,
            ArrivedAt = message.ArrivedAt,
            Sender = message.Sender,
            Group = message.Group,
            DeduplicationId = message.DeduplicationId,
            DeadLetterSource = message.DeadLetterSource,
            CountAtArrival = message.CountAtArrival,
            ReceiveCount = message.ReceiveCount,
            FirstReceivedAt = message.FirstReceivedAt,
            DueAt = dueIn == 0 ? 0 : ticker.WallNow + dueIn,
            DueIn = dueIn,
            IsInFlight = message.Place == MessagePlace.InFlight,
            Receipt = message.Receipt,
        };
    }

    private void Touch(QueuedMessage message)
    {
        if (message.IsDirty) return;
        message.IsDirty = true;
        dirty.Add(message);
    }

    private Task<bool> FlushedAsync()
    {
        lock (gate) return flushing;
    }

    private async Task<bool> WriteAsync(List<MessageWrite> writes, List<QueuedMessage> touched, List<long> removed)
    {
        try
        {
            await Task.Yield(); // the lock is not held while the store's queue is full
            for (var i = 0; i < writes.Count; i += BatchSize)
                await surroundings.Store.WriteAsync(writes.GetRange(i, Math.Min(BatchSize, writes.Count - i)), CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            surroundings.Log.FlushFailed(failure, Name.Arn);
            lock (gate)
            {
                unwanted.AddRange(removed);
                foreach (var message in touched) Touch(message);
            }

            return false;
        }
    }
}
