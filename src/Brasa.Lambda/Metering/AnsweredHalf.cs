using System.Buffers.Binary;

namespace Brasa.Lambda.Metering;

/// <summary>What is known of an invocation when its response leaves.</summary>
/// <param name="RequestId">Its request id.</param>
/// <param name="Definition">The definition of what ran it.</param>
/// <param name="Time">When it was answered, in milliseconds since 1970.</param>
/// <param name="Duration">Up to its answer.</param>
/// <param name="Init">INIT that is billed with it; <c>null</c> for none.</param>
/// <param name="ExtraRequests">Requests charged beside it.</param>
/// <param name="StreamedBytes">Streamed bytes beyond the free part.</param>
/// <param name="Status">As REPORT lines say it; <c>null</c> after a success.</param>
internal readonly record struct AnsweredHalf(
    Guid RequestId, long Definition, long Time, TimeSpan Duration, TimeSpan? Init, ushort ExtraRequests, long StreamedBytes, string? Status)
{
    private const long None = -1;

    public void WriteTo(Span<byte> half)
    {
        half[0] = SlotLayout.Answered;
        half[1] = FinalHalf.CodeOf(Status);
        BinaryPrimitives.WriteUInt16LittleEndian(half[2..], ExtraRequests);
        RequestId.TryWriteBytes(half[8..]);
        BinaryPrimitives.WriteInt64LittleEndian(half[24..], Definition);
        BinaryPrimitives.WriteInt64LittleEndian(half[32..], Time);
        BinaryPrimitives.WriteInt64LittleEndian(half[40..], Duration.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(half[48..], Init?.Ticks ?? None);
        BinaryPrimitives.WriteInt64LittleEndian(half[56..], StreamedBytes);
        SlotLayout.Seal(half);
    }

    /// <summary>What a half holds that is whole.</summary>
    public static AnsweredHalf Read(ReadOnlySpan<byte> half)
    {
        var init = BinaryPrimitives.ReadInt64LittleEndian(half[48..]);
        return new AnsweredHalf(
            new Guid(half.Slice(8, 16)),
            BinaryPrimitives.ReadInt64LittleEndian(half[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(half[32..]),
            TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(half[40..])),
            init == None ? null : TimeSpan.FromTicks(init),
            BinaryPrimitives.ReadUInt16LittleEndian(half[2..]),
            BinaryPrimitives.ReadInt64LittleEndian(half[56..]),
            FinalHalf.StatusOf(half[1]));
    }
}
