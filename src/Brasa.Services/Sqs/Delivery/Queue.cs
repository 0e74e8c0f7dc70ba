using Brasa.Core.Queues;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>A queue: the state of its messages is in memory, under one short lock, and can be made anew from what is stored of them.</summary>
internal sealed partial class Queue : IDisposable
{
    /// <summary>Messages that may be in flight at once.</summary>
    /// <remarks>Amazon SQS developer guide, "Amazon SQS message quotas".</remarks>
    public const int MostInFlight = 120_000;

    private readonly QueueSurroundings surroundings;
    private readonly Ticker ticker;
    private readonly Lock gate = new();
    private readonly Dictionary<long, QueuedMessage> messages = [];

    /// <summary>In the order in which they came.</summary>
    private readonly LinkedList<QueuedMessage> byAge = new();
    private readonly MessageOrder order;
    private readonly DueTimes due;
    private readonly LinkedList<Waiter> waiters = new();
    private readonly ReceiveAttempts attempts = new();
    private readonly Sending sending;
    private volatile Shape shape;
    private volatile bool isDeleted, isEnding;
    private int delayed, held;

    public Queue(QueueDefinition definition, QueueSurroundings surroundings)
    {
        this.surroundings = surroundings;
        ticker = surroundings.Ticker;
        shape = new Shape(definition, QueueSettings.Of(definition.Attributes));
        Name = new QueueName(definition.Account, definition.Region, definition.Name);
        StoreName = StoreNameOf(definition.Id);
        order = Name.IsFifo ? new FifoOrder() : new StandardOrder();
        due = new DueTimes(ticker, FallDue);
        sending = new Sending(this, surroundings.Store, ticker);
    }

    public QueueName Name { get; }

    /// <summary>Its name in the store of messages.</summary>
    public string StoreName { get; }

    public QueueDefinition Definition => shape.Definition;

    public QueueSettings Settings => shape.Settings;

    public bool IsDeleted => isDeleted;

    public static string StoreNameOf(Guid id) => $"{StorePrefix}{id:N}";

    /// <summary>What the names of all queues begin with in the store of messages.</summary>
    public const string StorePrefix = "sqs/";

    /// <summary>Changes what it is; messages that are on their way keep what they were sent with.</summary>
    public void Become(QueueDefinition definition) => shape = new Shape(definition, QueueSettings.Of(definition.Attributes));

    /// <summary>How many messages are ready, in flight and delayed.</summary>
    public (int Ready, int InFlight, int Delayed) Count()
    {
        lock (gate)
        {
            Advance(ticker.Now);
            return (messages.Count - held - delayed, held, delayed);
        }
    }

    /// <summary>Sends messages; they are on disk when this returns.</summary>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="IOException">They could not be written, and none is sent.</exception>
    public Task<SentMessage[]> SendAsync(IReadOnlyList<OutgoingMessage> outgoing) => sending.SendAsync(outgoing);

    /// <summary>Receives messages, and waits for the first where there is none.</summary>
    /// <param name="most">At least one.</param>
    /// <param name="wait">How long.</param>
    /// <param name="visibility">How long they are hidden from others; <c>null</c>: as the queue has it.</param>
    /// <param name="attempt">The id of the attempt, where it has one: it gets the same if it is made again.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<IReadOnlyList<DeliveredMessage>> ReceiveAsync(int most, TimeSpan wait, TimeSpan? visibility, string? attempt, CancellationToken ct)
    {
        var hidden = (long?)visibility?.TotalMilliseconds;
        lock (gate)
        {
            var now = ticker.Now;
            Advance(now);
            if (attempt is not null && attempts.Find(attempt, now) is { } again)
            {
                foreach (var one in again) Hide(one.Message, now, hidden);
                due.Arm(now);
                return Task.FromResult(again);
            }

            var taken = Take(most, now, hidden, attempt);
            due.Arm(now);
            if (taken.Count == 0 && held >= MostInFlight && wait <= TimeSpan.Zero && !Name.IsFifo) throw SqsErrors.TooManyInFlight();
            if (taken.Count > 0 || wait <= TimeSpan.Zero || isDeleted || isEnding) return Task.FromResult<IReadOnlyList<DeliveredMessage>>(taken);

            var waiter = new Waiter(most, hidden, attempt);
            waiter.Place = waiters.AddLast(waiter);
            due.Add(waiter, now + (long)wait.TotalMilliseconds);
            due.Arm(now);
            return WaitAsync(waiter, ct);
        }
    }

    /// <summary>Removes received messages; when this returns they are gone from the disk.</summary>
    /// <returns>Of each whether its receipt was good: one of a message that is gone already is, and, but in FIFO queues, one that others have come after, which removes nothing.</returns>
    /// <exception cref="IOException">They could not be removed, and all stay.</exception>
    public async Task<bool[]> DeleteAsync(IReadOnlyList<ReceiptHandle> receipts)
    {
        var (good, removed, writes, spent) = (new bool[receipts.Count], new List<QueuedMessage>(receipts.Count), new List<MessageWrite>(receipts.Count), new List<long>());
        lock (gate)
        {
            var now = ticker.Now;
            Advance(now);
            for (var i = 0; i < receipts.Count; i++)
            {
                var isKnown = messages.TryGetValue(receipts[i].Id, out var message);
                var isLast = isKnown && message!.Place != MessagePlace.Moving && (message.Receipt == 0 || message.Receipt == receipts[i].Number);
                good[i] = !isKnown || !Name.IsFifo || (isLast && (message!.Place == MessagePlace.InFlight || message.Receipt == 0));
                if (!isLast || !good[i]) continue;
                removed.Add(message!);
                writes.Add(new MessageWrite.Remove(message!.Id));
                if (sending.Spend(message, now) is not { } kept) continue;
                writes.Add(kept.Write);
                spent.Add(kept.UntilTick);
            }
        }

        if (removed.Count == 0) return good;
        var ids = await surroundings.Store.WriteAsync(writes, CancellationToken.None);
        lock (gate)
        {
            for (var i = 0; i < spent.Count; i++) sending.Spent(ids[i], spent[i]);
            foreach (var message in removed) Leave(message);
            Serve(ticker.Now);
        }

        return good;
    }

    /// <summary>Sets how long from now a received message stays hidden.</summary>
    public VisibilityChange ChangeVisibility(ReceiptHandle receipt, TimeSpan timeout)
    {
        lock (gate)
        {
            var now = ticker.Now;
            Advance(now);
            if (!messages.TryGetValue(receipt.Id, out var message) || message.Place == MessagePlace.Moving) return VisibilityChange.NotThere;
            if (message.Place != MessagePlace.InFlight) return VisibilityChange.NotInFlight;
            if (message.Receipt != receipt.Number) return VisibilityChange.NotThere;
            if (now + timeout.TotalMilliseconds - message.ReceivedTick > AttributeNames.Numbers[AttributeNames.VisibilityTimeout].Max * 1_000L) return VisibilityChange.TooLong;

            message.IsExtended = true;
            Hide(message, now, (long)timeout.TotalMilliseconds);
            Advance(now);
            Serve(now);
            return VisibilityChange.Done;
        }
    }

    /// <summary>Answers who waits with nothing, now and from now on, as the server ends.</summary>
    public void EndWaits()
    {
        lock (gate)
        {
            isEnding = true;
            while (waiters.First is { } first) Answer(first.Value, []);
        }
    }

    /// <summary>Forgets all of it; its messages are to be removed from the store.</summary>
    public void Delete()
    {
        lock (gate)
        {
            isDeleted = true;
            foreach (var message in messages.Values.ToList()) Leave(message);
            while (waiters.First is { } first) Answer(first.Value, []);
        }

        Dispose();
    }

    public void Dispose() => due.Dispose();

    private async Task<IReadOnlyList<DeliveredMessage>> WaitAsync(Waiter waiter, CancellationToken ct)
    {
        await using var registered = ct.UnsafeRegister(_ => GiveUp(waiter, ct), null);
        return await waiter.Received;
    }

    private void GiveUp(Waiter waiter, CancellationToken ct)
    {
        lock (gate)
        {
            if (waiter.Place is not { } place) return; // it has messages, and its caller sees to them
            waiters.Remove(place);
            waiter.Place = null;
            waiter.Cancel(ct);
        }
    }

    /// <param name="Definition">What it is.</param>
    /// <param name="Settings">What that means.</param>
    private sealed record Shape(QueueDefinition Definition, QueueSettings Settings);
}
