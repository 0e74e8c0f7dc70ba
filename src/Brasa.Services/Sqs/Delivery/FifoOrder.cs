namespace Brasa.Services.Sqs.Delivery;

/// <summary>In each group in the order of sending: while a message of a group is held, only who holds it may have more of them, in the same answer.</summary>
internal sealed class FifoOrder : MessageOrder
{
    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);

    /// <summary>Groups that were free when they were put here, each once.</summary>
    private readonly Queue<Group> free = new();

    private Group? current;
    private LinkedListNode<QueuedMessage>? cursor;

    public override bool MayHaveReady => free.Count > 0;

    public override void Arrived(QueuedMessage message)
    {
        if (!groups.TryGetValue(message.Group!, out var group)) groups[message.Group!] = group = new Group(message.Group!);

        // Almost always the last; one that was moved here may be older than what is here already.
        var before = group.Messages.Last;
        while (before is not null && before.Value.Id > message.Id) before = before.Previous;
        message.InGroup = before is null ? group.Messages.AddFirst(message) : group.Messages.AddAfter(before, message);
        if (message.Place == MessagePlace.InFlight) group.Held++;
        Offer(group);
    }

    public override void Returned(QueuedMessage message, bool wasHeld)
    {
        var group = groups[message.Group!];
        if (wasHeld) group.Held--;
        Offer(group);
    }

    public override void Left(QueuedMessage message, bool wasHeld)
    {
        var group = groups[message.Group!];
        if (wasHeld) group.Held--;
        if (cursor == message.InGroup) cursor = cursor!.Next;
        group.Messages.Remove(message.InGroup!);
        message.InGroup = null;
        if (group == current) return;
        if (group.Messages.Count == 0 && !group.IsOffered) groups.Remove(group.Name); // else once its turn comes
        else Offer(group);
    }

    public override QueuedMessage? Next()
    {
        while (true)
        {
            if (current is null)
            {
                if (!free.TryDequeue(out current)) return null;
                current.IsOffered = false;
                cursor = current.Held == 0 ? current.Messages.First : null;
            }

            if (cursor is { Value.Place: MessagePlace.Ready }) return cursor.Value;
            EndReceive();
        }
    }

    public override void Held(QueuedMessage message, bool isReceived)
    {
        current!.Held++;
        cursor = isReceived ? message.InGroup!.Next : null;
    }

    public override void EndReceive()
    {
        if (current is not { } group) return;
        (current, cursor) = (null, null);
        if (group.Messages.Count == 0) groups.Remove(group.Name);
        else Offer(group);
    }

    private void Offer(Group group)
    {
        if (group.IsOffered || group == current || group.Held > 0 || group.Messages.First is not { Value.Place: MessagePlace.Ready }) return;
        group.IsOffered = true;
        free.Enqueue(group);
    }

    /// <param name="name">The group's id.</param>
    private sealed class Group(string name)
    {
        public string Name => name;

        public LinkedList<QueuedMessage> Messages { get; } = new();

        /// <summary>Messages that are in flight, or on their way elsewhere.</summary>
        public int Held { get; set; }

        public bool IsOffered { get; set; }
    }
}
