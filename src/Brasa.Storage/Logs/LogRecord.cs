using System.Buffers.Binary;
using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>An event as it stands in a block: its time, 24 bits of length and 8 of source, and the message.</summary>
internal readonly ref struct LogRecord
{
    /// <summary>Bytes before a message.</summary>
    public const int HeadSize = 12;

    /// <summary>Bytes of a message; a longer one is made several events.</summary>
    /// <remarks>Amazon CloudWatch Logs user guide, "quotas": event size.</remarks>
    public const int MaxMessage = 1 << 20;

    private const int LengthMask = 0xFF_FFFF;

    private LogRecord(long timestamp, LogSource source, ReadOnlySpan<byte> message)
    {
        Timestamp = timestamp;
        Source = source;
        Message = message;
    }

    /// <summary>In milliseconds since 1970.</summary>
    public long Timestamp { get; }

    /// <summary>Who says it.</summary>
    public LogSource Source { get; }

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>Bytes it takes in a block.</summary>
    public int Size => HeadSize + Message.Length;

    /// <summary>Writes one, and returns the bytes it took.</summary>
    public static int Write(Span<byte> into, long timestamp, LogSource source, ReadOnlySpan<byte> message)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, timestamp);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], (uint)message.Length | ((uint)source << 24));
        message.CopyTo(into[HeadSize..]);
        return HeadSize + message.Length;
    }

    /// <summary>The first of some records; <c>false</c> where there is none, or half of one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out LogRecord record)
    {
        record = default;
        if (bytes.Length < HeadSize) return false;
        var lengthAndSource = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        var length = (int)(lengthAndSource & LengthMask);
        if (bytes.Length - HeadSize < length) return false;
        record = new LogRecord(BinaryPrimitives.ReadInt64LittleEndian(bytes), (LogSource)(lengthAndSource >> 24), bytes.Slice(HeadSize, length));
        return true;
    }
}
