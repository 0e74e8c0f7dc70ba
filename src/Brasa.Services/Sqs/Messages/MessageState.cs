using System.Text;

namespace Brasa.Services.Sqs.Messages;

/// <summary>What of a message is stored beside its body. Times are milliseconds since 1970.</summary>
internal sealed record MessageState
{
    private const byte Version = 1;

    public required Guid MessageId { get; init; }

    public required long SentAt { get; init; }

    public required long ArrivedAt { get; init; }

    public required string Sender { get; init; }

    public string? Group { get; init; }

    public string? DeduplicationId { get; init; }

    public string? DeadLetterSource { get; init; }

    public int CountAtArrival { get; init; }

    public int ReceiveCount { get; init; }

    public long FirstReceivedAt { get; init; }

    /// <summary>When it is ready; zero where it is.</summary>
    public long DueAt { get; init; }

    /// <summary>How long that was when this was written: it is not longer, whatever the clock says later. In milliseconds.</summary>
    public long DueIn { get; init; }

    /// <summary>Whether it has been received, and is hidden until then.</summary>
    public bool IsInFlight { get; init; }

    public long Receipt { get; init; }

    /// <summary>Whether the message is gone, and this is kept so that it is not sent again: the <see cref="Sequence"/> is what its own id was.</summary>
    public bool IsSpent { get; init; }

    public long Sequence { get; init; }

    /// <exception cref="InvalidDataException">It was written by another release.</exception>
    public static MessageState Decode(ReadOnlyMemory<byte> stored)
    {
        using var reader = new BinaryReader(new MemoryStream(stored.ToArray()), Encoding.UTF8);
        if (reader.ReadByte() != Version) throw new InvalidDataException("A message was stored by a release that this one does not know.");
        return new MessageState
        {
            MessageId = new Guid(reader.ReadBytes(16)),
            SentAt = reader.ReadInt64(),
            ArrivedAt = reader.ReadInt64(),
            Sender = reader.ReadString(),
            Group = ReadOptional(reader),
            DeduplicationId = ReadOptional(reader),
            DeadLetterSource = ReadOptional(reader),
            CountAtArrival = reader.ReadInt32(),
            ReceiveCount = reader.ReadInt32(),
            FirstReceivedAt = reader.ReadInt64(),
            DueAt = reader.ReadInt64(),
            DueIn = reader.ReadInt64(),
            IsInFlight = reader.ReadBoolean(),
            Receipt = reader.ReadInt64(),
            IsSpent = reader.ReadBoolean(),
            Sequence = reader.ReadInt64(),
        };
    }

    public byte[] Encode()
    {
        using var bytes = new MemoryStream(160);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(MessageId.ToByteArray());
        writer.Write(SentAt);
        writer.Write(ArrivedAt);
        writer.Write(Sender);
        WriteOptional(writer, Group);
        WriteOptional(writer, DeduplicationId);
        WriteOptional(writer, DeadLetterSource);
        writer.Write(CountAtArrival);
        writer.Write(ReceiveCount);
        writer.Write(FirstReceivedAt);
        writer.Write(DueAt);
        writer.Write(DueIn);
        writer.Write(IsInFlight);
        writer.Write(Receipt);
        writer.Write(IsSpent);
        writer.Write(Sequence);
        writer.Flush();
        return bytes.ToArray();
    }

    private static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }
}
