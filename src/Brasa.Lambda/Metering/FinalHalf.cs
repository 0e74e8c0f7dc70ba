using System.Buffers.Binary;
using System.Text;

namespace Brasa.Lambda.Metering;

/// <summary>What is known of an invocation once it is over; its REPORT line says the same.</summary>
/// <param name="Time">When it was over, in milliseconds since 1970.</param>
/// <param name="Duration">All of it.</param>
/// <param name="PeakMemoryBytes">The most memory that was used.</param>
/// <param name="Status">As REPORT lines say it; <c>null</c> after a success.</param>
/// <param name="ErrorType">The error's type, cut where it is long.</param>
internal readonly record struct FinalHalf(long Time, TimeSpan Duration, long PeakMemoryBytes, string? Status, string? ErrorType)
{
    private const int TypeAt = 32;
    private const int TypeBytes = SlotLayout.HalfBytes - TypeAt;

    private static readonly string?[] Statuses = [null, "timeout", "error"];

    public void WriteTo(Span<byte> half)
    {
        half.Clear();
        half[0] = SlotLayout.Final;
        half[1] = CodeOf(Status);
        BinaryPrimitives.WriteInt64LittleEndian(half[8..], Time);
        BinaryPrimitives.WriteInt64LittleEndian(half[16..], Duration.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(half[24..], PeakMemoryBytes);
        if (ErrorType is not null)
        {
            Encoding.UTF8.GetEncoder().Convert(ErrorType, half[TypeAt..], flush: true, out _, out var used, out _);
            half[2] = (byte)used;
            half[3] = 1;
        }

        SlotLayout.Seal(half);
    }

    /// <summary>A status as it is written.</summary>
    public static byte CodeOf(string? status) => (byte)Array.IndexOf(Statuses, status);

    /// <summary>What was written so.</summary>
    public static string? StatusOf(byte code) => code < Statuses.Length ? Statuses[code] : null;

    /// <summary>What a half holds that is whole.</summary>
    public static FinalHalf Read(ReadOnlySpan<byte> half) => new(
        BinaryPrimitives.ReadInt64LittleEndian(half[8..]),
        TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(half[16..])),
        BinaryPrimitives.ReadInt64LittleEndian(half[24..]),
        StatusOf(half[1]),
        half[3] == 0 ? null : Encoding.UTF8.GetString(half.Slice(TypeAt, Math.Min(half[2], (byte)TypeBytes))));
}
