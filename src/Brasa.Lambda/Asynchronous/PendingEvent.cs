namespace Brasa.Lambda.Asynchronous;

/// <summary>An accepted event in memory. Held by its function's queue, or by the one attempt that is made with it.</summary>
/// <param name="id">Its id in the store; rises with each.</param>
/// <param name="stored">What is stored of it.</param>
/// <param name="acceptedAt">When it was accepted, in the time of <see cref="EventTime"/>.</param>
/// <param name="dueAt">When it is to be tried next, in the same.</param>
internal sealed class PendingEvent(long id, StoredEvent stored, TimeSpan acceptedAt, TimeSpan dueAt)
{
    public long Id { get; } = id;

    public StoredEvent Stored { get; set; } = stored;

    public TimeSpan AcceptedAt { get; } = acceptedAt;

    public TimeSpan DueAt { get; set; } = dueAt;

    /// <summary>How often this server or its machine has failed it since it was last tried well.</summary>
    public int Failures { get; set; }

    /// <summary>Its payload, where there was room to keep it.</summary>
    public ReadOnlyMemory<byte>? Cached { get; set; }
}
