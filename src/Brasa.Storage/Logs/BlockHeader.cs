using System.Buffers.Binary;

namespace Brasa.Storage.Logs;

/// <summary>What a block of a segment holds.</summary>
internal enum BlockKind : byte
{
    /// <summary>The group whose segment it is; the first block of each.</summary>
    Group = 1,

    /// <summary>A stream: when it was made, and its name.</summary>
    Stream,

    /// <summary>Events of one stream.</summary>
    Events,

    /// <summary>That a stream was removed.</summary>
    Removal,

    /// <summary>What a segment holds that nothing is added to any more.</summary>
    Summary,

    /// <summary>Where the summary begins, as sequence; the last block, and only a header.</summary>
    Trailer,
}

/// <summary>What stands before each block: enough to know whether it is wanted, and where the next one begins, without reading it.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Length">Bytes that follow this header.</param>
/// <param name="Stream">The stream's number in its group.</param>
/// <param name="Count">Events in it.</param>
/// <param name="First">The earliest time of an event.</param>
/// <param name="Last">The latest time of an event.</param>
/// <param name="Sequence">That of the first event; the others follow it one by one.</param>
/// <param name="StoredAt">When it was written, in milliseconds since 1970.</param>
/// <param name="Checksum">CRC-32C of what follows.</param>
internal readonly record struct BlockHeader(
    BlockKind Kind, int Length, uint Stream, int Count, long First, long Last, long Sequence, long StoredAt, uint Checksum)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 64;

    /// <summary>The most that may follow one; only summaries of very many streams come near it.</summary>
    public const int MaxLength = 32 << 20;

    /// <summary>What each header begins with: looked for where one is damaged.</summary>
    public static ReadOnlySpan<byte> Magic => "BLG1"u8;

    private const int ChecksumAt = 60;

    /// <summary>Writes it.</summary>
    /// <param name="bytes">Where to.</param>
    /// <param name="seed">The segment's: what a function prints cannot pass for a block, also where the file is damaged.</param>
    public void WriteTo(Span<byte> bytes, uint seed)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        bytes[4] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Stream);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[20..], Checksum);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Last);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], StoredAt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], Crc32C.Of(bytes[..ChecksumAt], seed));
    }

    /// <summary>Reads one; <c>false</c> where there is none, or a damaged one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, out BlockHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Crc32C.Of(bytes[..ChecksumAt], seed)) return false;
        header = new BlockHeader(
            (BlockKind)bytes[4],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));
        return header.Length is >= 0 and <= MaxLength && header.Count >= 0;
    }
}
