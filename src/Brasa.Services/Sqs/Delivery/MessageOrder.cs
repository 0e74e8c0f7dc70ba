namespace Brasa.Services.Sqs.Delivery;

/// <summary>Which message is received next. Its queue tells it what becomes of each, and guards it by its lock.</summary>
internal abstract class MessageOrder
{
    /// <summary>Whether <see cref="Next"/> may find something.</summary>
    public abstract bool MayHaveReady { get; }

    /// <summary>A message has come: ready, delayed or in flight.</summary>
    public abstract void Arrived(QueuedMessage message);

    /// <summary>A message that was delayed, or held, is ready.</summary>
    /// <param name="message">The message.</param>
    /// <param name="wasHeld">Whether it was in flight or on its way elsewhere.</param>
    public abstract void Returned(QueuedMessage message, bool wasHeld);

    /// <summary>A message has gone.</summary>
    /// <param name="message">The message.</param>
    /// <param name="wasHeld">Whether it was in flight or on its way elsewhere.</param>
    public abstract void Left(QueuedMessage message, bool wasHeld);

    /// <summary>The next ready message for the receiver at hand; <c>null</c> where there is none. What becomes of it is told at once: <see cref="Held"/> or <see cref="Left"/>.</summary>
    public abstract QueuedMessage? Next();

    /// <summary>The message that <see cref="Next"/> gave is in flight, or on its way elsewhere.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isReceived">Whether the receiver at hand has it; else nothing behind it may be received before it is settled, where order counts.</param>
    public abstract void Held(QueuedMessage message, bool isReceived);

    /// <summary>The receiver at hand has all it gets.</summary>
    public abstract void EndReceive();
}
