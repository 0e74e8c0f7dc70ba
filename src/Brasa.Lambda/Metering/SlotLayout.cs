using System.Buffers.Binary;
using System.Numerics;

namespace Brasa.Lambda.Metering;

/// <summary>Where things are in the journal's slots of 128 bytes, little-endian. An invocation's slot has two halves of one layout, each with a checksum of its own.</summary>
/// <remarks>
/// A half: kind, flags and a short; the checksum of all else; then its fields. A definition: kind and length in bytes; the checksum; ASCII text, over as many slots as it takes. No
/// kind is an ASCII character, so that no text is taken for a slot where what stands before it is torn.
/// </remarks>
internal static class SlotLayout
{
    public const int SlotBytes = 128;
    public const int HalfBytes = 64;

    /// <summary>What begins an invocation's first half, written when it was answered.</summary>
    public const byte Answered = 0xA1;

    /// <summary>What begins its second half, written when it was over.</summary>
    public const byte Final = 0xA2;

    /// <summary>What begins time for which environments were kept ready.</summary>
    public const byte Kept = 0xA3;

    /// <summary>What begins what slots refer to.</summary>
    public const byte Definition = 0xA4;

    /// <summary>Bytes of a definition before its text.</summary>
    public const int DefinitionHead = 16;

    private const int Checksum = 4;
    private const int ChecksumEnd = 8;

    /// <summary>How many slots a definition takes.</summary>
    public static int SlotsOf(int textBytes) => (DefinitionHead + textBytes + SlotBytes - 1) / SlotBytes;

    /// <summary>Writes the checksum of a half or of a definition; all else is written before.</summary>
    public static void Seal(Span<byte> record) => BinaryPrimitives.WriteUInt32LittleEndian(record[Checksum..], ChecksumOf(record));

    /// <summary>Whether a half or a definition is whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt32LittleEndian(record[Checksum..]) == ChecksumOf(record);

    /// <summary>CRC-32C of all but the checksum's own place.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> record)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(record));
        var rest = record[ChecksumEnd..];
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        foreach (var one in rest) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
