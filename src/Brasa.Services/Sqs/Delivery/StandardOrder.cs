namespace Brasa.Services.Sqs.Delivery;

/// <summary>First come, first served; what comes back is served after what waits already.</summary>
internal sealed class StandardOrder : MessageOrder
{
    /// <summary>With messages that have gone since, which are passed over.</summary>
    private readonly Queue<QueuedMessage> ready = new();

    public override bool MayHaveReady => ready.Count > 0;

    public override void Arrived(QueuedMessage message)
    {
        if (message.Place == MessagePlace.Ready) ready.Enqueue(message);
    }

    public override void Returned(QueuedMessage message, bool wasHeld) => ready.Enqueue(message);

    public override void Left(QueuedMessage message, bool wasHeld)
    {
    }

    public override QueuedMessage? Next()
    {
        while (ready.TryDequeue(out var message))
        {
            if (message.Place == MessagePlace.Ready) return message;
        }

        return null;
    }

    public override void Held(QueuedMessage message, bool isReceived)
    {
    }

    public override void EndReceive()
    {
    }
}
