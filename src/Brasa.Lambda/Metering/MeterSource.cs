using System.Buffers.Binary;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Metering;

/// <summary>What slots are written for. Its definition is in every segment that has slots of it. Not for several threads at once.</summary>
internal sealed class MeterSource(MeteringJournal journal, FunctionVersion function, bool isProvisioned, string logStream)
{
    private JournalSegment? defined;
    private IReadOnlyDictionary<string, string>? definedTags;
    private long definition;

    /// <summary>A slot of the segment that is written to now, after the definition there; <c>null</c> where the disk has no room.</summary>
    /// <param name="tags">The function's tags at this moment.</param>
    public MeterSlot? Claim(IReadOnlyDictionary<string, string>? tags)
    {
        while (journal.Current is { } segment)
        {
            if (segment == defined && ReferenceEquals(tags, definedTags))
            {
                if (segment.TryClaim(1, out var slot)) return new MeterSlot(segment, slot, definition);
            }
            else if (TryDefine(segment, tags) is { } slot)
            {
                return slot;
            }

            journal.Advance(segment);
        }

        return null;
    }

    private MeterSlot? TryDefine(JournalSegment segment, IReadOnlyDictionary<string, string>? tags)
    {
        var what = MeterDefinition.Of(function, isProvisioned, logStream, tags, journal.NextDefinition());
        var text = what.ToBytes();
        var slots = SlotLayout.SlotsOf(text.Length);
        if (!segment.TryClaim(slots + 1, out var first)) return null;

        var record = segment.At(first, slots)[..(SlotLayout.DefinitionHead + text.Length)];
        record[0] = SlotLayout.Definition;
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], text.Length);
        text.CopyTo(record[SlotLayout.DefinitionHead..]);
        SlotLayout.Seal(record);
        (defined, definedTags, definition) = (segment, tags, what.Id);
        return new MeterSlot(segment, first + slots, what.Id);
    }
}

/// <summary>A slot that is claimed.</summary>
/// <param name="Segment">Where it is; to be released.</param>
/// <param name="Index">Which one.</param>
/// <param name="Definition">The definition it belongs to.</param>
internal readonly record struct MeterSlot(JournalSegment Segment, int Index, long Definition)
{
    public Span<byte> Bytes => Segment.At(Index);
}
