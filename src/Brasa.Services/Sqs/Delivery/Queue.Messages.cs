using Brasa.Core.Queues;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Messages;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Sqs.Delivery;

/// <content>What happens to messages in it, under its lock.</content>
internal sealed partial class Queue
{
    /// <summary>How long a message stays where it is when its way into the dead-letter queue failed, in milliseconds.</summary>
    private const long RetryMs = 5_000;

    /// <summary>Takes messages in that are on disk.</summary>
    public void Arrive(IReadOnlyList<(QueuedMessage Message, MessagePayload? Payload)> arrived)
    {
        lock (gate)
        {
            var now = ticker.Now;
            Advance(now);
            foreach (var (message, payload) in arrived) Put(message, payload);
            Serve(now);
        }
    }

    /// <summary>Takes in what is stored, at the start, in its order.</summary>
    public void Restore(StoredMessage stored)
    {
        var state = MessageState.Decode(stored.State);
        lock (gate)
        {
            var (now, wall) = (ticker.Now, ticker.WallNow);
            if (state.IsSpent)
            {
                sending.Restore(state, stored.Id, state.Sequence, now, wall);
                return;
            }

            // A clock that was set back makes nothing longer than it was.
            var dueIn = Math.Clamp(state.DueAt - wall, 0, state.DueIn);
            Put(new QueuedMessage
            {
                Id = stored.Id,
                MessageId = state.MessageId,
                SentAt = state.SentAt,
                ArrivedAt = state.ArrivedAt,
                ArrivedTick = now - Math.Max(0, wall - state.ArrivedAt),
                Sender = state.Sender,
                Group = state.Group,
                DeduplicationId = state.DeduplicationId,
                DeadLetterSource = state.DeadLetterSource,
                CountAtArrival = state.CountAtArrival,
                ReceiveCount = state.ReceiveCount,
                FirstReceivedAt = state.FirstReceivedAt,
                Place = dueIn == 0 ? MessagePlace.Ready : state.IsInFlight ? MessagePlace.InFlight : MessagePlace.Delayed,
                DueTick = now + dueIn,
                ReceivedTick = now,
                Receipt = state.IsInFlight ? state.Receipt : 0,
            }, null);
            sending.Restore(state, null, stored.Id, now, wall);
            due.Arm(now);
        }
    }

    private void FallDue()
    {
        lock (gate)
        {
            if (isDeleted) return;
            due.Disarm();
            var now = ticker.Now;
            Advance(now);
            Serve(now);
        }
    }

    /// <summary>Does what has fallen due.</summary>
    private void Advance(long now)
    {
        while (due.Next(now, out var at) is { } next)
        {
            switch (next)
            {
                case Waiter { Place: not null } waiter:
                    Answer(waiter, []);
                    break;
                case QueuedMessage { Place: MessagePlace.Delayed } message when message.DueTick == at:
                    delayed--;
                    message.Place = MessagePlace.Ready;
                    order.Returned(message, wasHeld: false);
                    break;
                case QueuedMessage { Place: MessagePlace.InFlight } message when message.DueTick == at:
                    held--;
                    message.Place = MessagePlace.Ready;
                    order.Returned(message, wasHeld: true);
                    break;
            }
        }

        while (byAge.First is { Value: var oldest } && oldest.Place != MessagePlace.Moving && IsTooOld(oldest, now)) Discard(oldest);
    }

    /// <summary>Gives what is ready to those who wait, and sets the timer for what is next.</summary>
    private void Serve(long now)
    {
        while (waiters.First is { Value: var waiter } && order.MayHaveReady)
        {
            var taken = Take(waiter.Most, now, waiter.VisibilityMs, waiter.Attempt);
            if (taken.Count == 0) break;
            Answer(waiter, taken);
        }

        due.Tidy(held + delayed + waiters.Count, static (what, at) => what is Waiter { Place: not null } || (what is QueuedMessage { Place: MessagePlace.InFlight or MessagePlace.Delayed } message && message.DueTick == at));
        due.Arm(now);
    }

    private void Answer(Waiter waiter, IReadOnlyList<DeliveredMessage> taken)
    {
        waiters.Remove(waiter.Place!);
        waiter.Place = null;
        waiter.Serve(taken);
    }

    private List<DeliveredMessage> Take(int most, long now, long? hiddenMs, string? attempt)
    {
        var taken = new List<DeliveredMessage>();
        List<QueuedMessage>? dead = null;
        var dump = Settings.Redrive is { } redrive && surroundings.Find(redrive.TargetArn) is { IsDeleted: false } target && target.Name.IsFifo == Name.IsFifo ? target : null;
        while (taken.Count < most && held < MostInFlight && order.Next() is { } message)
        {
            if (IsTooOld(message, now))
            {
                Discard(message);
                continue;
            }

            held++;
            if (dump is not null && message.ReceiveCount - message.CountAtArrival >= Settings.Redrive!.MaxReceiveCount)
            {
                message.Place = MessagePlace.Moving;
                order.Held(message, isReceived: false);
                (dead ??= []).Add(message);
                continue;
            }

            message.Place = MessagePlace.InFlight;
            message.ReceiveCount++;
            message.Receipt = ReceiptHandle.NewNumber();
            message.ReceivedTick = now;
            message.IsExtended = false;
            if (message.FirstReceivedAt == 0) message.FirstReceivedAt = ticker.WallNow;
            order.Held(message, isReceived: true);
            Hide(message, now, hiddenMs);
            taken.Add(new DeliveredMessage(message, new ReceiptHandle(Definition.Id, message.Id, message.Receipt), message.ReceiveCount));
        }

        order.EndReceive();
        if (dead is not null) _ = Task.Run(() => BuryAsync(dead, dump!));
        if (attempt is not null && taken.Count > 0) attempts.Add(attempt, taken, now);
        return taken;
    }

    private void Hide(QueuedMessage message, long now, long? hiddenMs)
    {
        message.DueTick = now + (hiddenMs ?? (Settings.VisibilityTimeout * 1_000L));
        due.Add(message, message.DueTick);
        Touch(message);
    }

    private void Put(QueuedMessage message, MessagePayload? payload)
    {
        if (isDeleted) return;
        messages.Add(message.Id, message);
        message.ByAge = byAge.AddLast(message);
        if (payload is not null) surroundings.Payloads.Keep(message, payload);
        if (message.Place == MessagePlace.Delayed) delayed++;
        if (message.Place == MessagePlace.InFlight) held++;
        if (message.Place != MessagePlace.Ready) due.Add(message, message.DueTick);
        order.Arrived(message);
    }

    private void Leave(QueuedMessage message)
    {
        if (message.Place == MessagePlace.Gone) return;
        var wasHeld = message.Place is MessagePlace.InFlight or MessagePlace.Moving;
        if (wasHeld) held--;
        if (message.Place == MessagePlace.Delayed) delayed--;
        message.Place = MessagePlace.Gone;
        messages.Remove(message.Id);
        byAge.Remove(message.ByAge!);
        surroundings.Payloads.Drop(message);
        order.Left(message, wasHeld);
    }

    /// <summary>Gives up a message that has been kept long enough.</summary>
    private void Discard(QueuedMessage message)
    {
        unwanted.Add(message.Id);
        Leave(message);
    }

    private bool IsTooOld(QueuedMessage message, long now) => now - message.ArrivedTick >= Settings.Retention * 1_000L;

    /// <summary>Puts messages that nobody could deal with into the dead-letter queue.</summary>
    private async Task BuryAsync(List<QueuedMessage> dead, Queue target)
    {
        try
        {
            var moved = new List<(QueuedMessage, MessagePayload?)>();
            var (writes, spent) = (new List<MessageWrite>(), new List<long>());
            await FlushedAsync(); // what is being written of them now must not come after this
            lock (gate)
            {
                foreach (var message in dead)
                {
                    var copy = target.Adopt(message, Name.Arn);
                    moved.Add((copy, message.Payload));
                    writes.Add(new MessageWrite.Move(message.Id, target.StoreName, target.StateOf(copy).Encode()));
                    if (sending.Spend(message, ticker.Now) is not { } kept) continue;
                    writes.Add(kept.Write);
                    spent.Add(kept.UntilTick);
                }
            }

            var ids = await surroundings.Store.WriteAsync(writes, CancellationToken.None);
            lock (gate)
            {
                for (var i = 0; i < spent.Count; i++) sending.Spent(ids[i], spent[i]);
                foreach (var message in dead) Leave(message);
                Serve(ticker.Now);
            }

            target.Arrive(moved);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            surroundings.Log.BurialFailed(failure, Name.Arn);
            PutBack(dead, RetryMs);
        }
    }

    private QueuedMessage Adopt(QueuedMessage message, string source)
    {
        // A FIFO queue counts the time that it keeps a message from its arrival, another from when it was sent.
        var isNew = Name.IsFifo;
        return new QueuedMessage
        {
            Id = message.Id,
            MessageId = message.MessageId,
            SentAt = message.SentAt,
            ArrivedAt = isNew ? ticker.WallNow : message.ArrivedAt,
            ArrivedTick = isNew ? ticker.Now : message.ArrivedTick,
            Sender = message.Sender,
            Group = message.Group,
            DeduplicationId = message.DeduplicationId,
            DeadLetterSource = source,
            CountAtArrival = message.ReceiveCount,
            ReceiveCount = message.ReceiveCount,
            FirstReceivedAt = message.FirstReceivedAt,
            Place = MessagePlace.Ready,
        };
    }
}

internal static partial class QueueLog
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "Messages of {Queue} could not be moved into its dead-letter queue; it is tried again")]
    public static partial void BurialFailed(this ILogger log, Exception failure, string queue);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "What was received of {Queue} could not be written; it is tried again")]
    public static partial void FlushFailed(this ILogger log, Exception failure, string queue);
}
