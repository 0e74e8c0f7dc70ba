using System.Buffers.Binary;

namespace Brasa.Lambda.Metering;

/// <summary>Time for which environments of provisioned concurrency are kept ready: so many for a block.</summary>
/// <param name="Definition">The definition of what is kept ready.</param>
/// <param name="Time">When the blocks began, in milliseconds since 1970.</param>
/// <param name="Milliseconds">Of all the blocks together.</param>
internal readonly record struct KeptTime(long Definition, long Time, long Milliseconds)
{
    public void WriteTo(Span<byte> half)
    {
        half.Clear();
        half[0] = SlotLayout.Kept;
        BinaryPrimitives.WriteInt64LittleEndian(half[8..], Definition);
        BinaryPrimitives.WriteInt64LittleEndian(half[16..], Time);
        BinaryPrimitives.WriteInt64LittleEndian(half[24..], Milliseconds);
        SlotLayout.Seal(half);
    }

    /// <summary>What a half holds that is whole.</summary>
    public static KeptTime Read(ReadOnlySpan<byte> half) => new(
        BinaryPrimitives.ReadInt64LittleEndian(half[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(half[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(half[24..]));
}
