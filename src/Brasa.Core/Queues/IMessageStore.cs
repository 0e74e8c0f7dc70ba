namespace Brasa.Core.Queues;

/// <summary>Messages that are kept until they are removed, in queues. It knows their order and nothing else of them: when one is due, and to whom, is for its user.</summary>
public interface IMessageStore
{
    /// <summary>Writes all or nothing; when it returns, the writes are on disk. Callers at the same time share one sync of it.</summary>
    /// <param name="writes">In this order.</param>
    /// <param name="ct">Ends the wait for a turn; what has had its turn is written.</param>
    /// <returns>The ids of the messages that are added, in their order: each higher than all before it, and never given twice.</returns>
    /// <exception cref="IOException">They could not be written: the disk is full.</exception>
    Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<MessageWrite> writes, CancellationToken ct);

    /// <summary>All that is stored of queues whose names begin so, by id; for the start of their user.</summary>
    IEnumerable<StoredMessage> Load(string queuePrefix);

    /// <summary>A message's body; <c>null</c> where it is gone.</summary>
    /// <exception cref="IOException">The disk has failed.</exception>
    ReadOnlyMemory<byte>? ReadBody(long id);
}

/// <summary>A message as it is stored, without its body.</summary>
/// <param name="Id">Rises with each message.</param>
/// <param name="Queue">The queue's name.</param>
/// <param name="State">What its user keeps of it.</param>
/// <param name="BodyLength">Bytes of its body.</param>
public sealed record StoredMessage(long Id, string Queue, ReadOnlyMemory<byte> State, int BodyLength);

/// <summary>One write of a batch.</summary>
public abstract record MessageWrite
{
    private MessageWrite()
    {
    }

    /// <summary>Adds a message.</summary>
    /// <param name="Queue">The queue's name; it comes into being with its first message.</param>
    /// <param name="State">What its user keeps of it.</param>
    /// <param name="Body">Its body.</param>
    public sealed record Add(string Queue, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Body) : MessageWrite;

    /// <summary>Changes what is kept of a message; nothing where it is gone.</summary>
    public sealed record Update(long Id, ReadOnlyMemory<byte> State) : MessageWrite;

    /// <summary>Puts a message into another queue, under its id; nothing where it is gone.</summary>
    public sealed record Move(long Id, string Queue, ReadOnlyMemory<byte> State) : MessageWrite;

    /// <summary>Removes a message; nothing where it is gone.</summary>
    public sealed record Remove(long Id) : MessageWrite;

    /// <summary>Removes every message of a queue.</summary>
    public sealed record Clear(string Queue) : MessageWrite;
}
