using System.Buffers.Binary;
using System.Text.Json;

namespace Brasa.Lambda.Metering;

/// <summary>What a segment holds.</summary>
/// <param name="Invocations">Invocations that are over.</param>
/// <param name="Kept">Time for which environments were kept ready.</param>
/// <param name="Torn">Records that were not whole: their writing was cut short, or the disk has damaged them.</param>
internal sealed record JournalContent(IReadOnlyList<MeteredInvocation> Invocations, IReadOnlyList<(MeterDefinition Definition, KeptTime Time)> Kept, int Torn)
{
    /// <summary>Reads a segment's bytes. A record that is torn is left out, and those after it are read all the same.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="isOver">Whether nobody writes there any more: an invocation that was answered is then over, and concluded by that.</param>
    public static JournalContent Read(ReadOnlySpan<byte> bytes, bool isOver)
    {
        var definitions = new Dictionary<long, MeterDefinition>();
        var invocations = new List<MeteredInvocation>();
        var kept = new List<(MeterDefinition, KeptTime)>();
        var torn = 0;
        var slots = bytes.Length / SlotLayout.SlotBytes;
        for (var i = JournalSegment.FirstSlot; i < slots; i++)
        {
            var slot = bytes.Slice(i * SlotLayout.SlotBytes, SlotLayout.SlotBytes);
            var first = slot[..SlotLayout.HalfBytes];
            var isWhole = slot[0] switch
            {
                SlotLayout.Definition => ReadDefinition(bytes[(i * SlotLayout.SlotBytes)..], definitions, ref i),
                SlotLayout.Kept => SlotLayout.IsWhole(first) && KeptTime.Read(first) is var time && definitions.TryGetValue(time.Definition, out var what) && Add(kept, (what, time)),
                SlotLayout.Answered => SlotLayout.IsWhole(first) && AnsweredHalf.Read(first) is var answered && definitions.TryGetValue(answered.Definition, out var what)
                    && (ReadFinal(what, answered, slot[SlotLayout.HalfBytes..], i, isOver) is not { } invocation || Add(invocations, invocation)),
                _ => true, // nothing yet, or the text of a definition whose head is torn
            };
            if (!isWhole) torn++;
        }

        return new JournalContent(invocations, kept, torn);
    }

    private static bool ReadDefinition(ReadOnlySpan<byte> rest, Dictionary<long, MeterDefinition> definitions, ref int slot)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
        if (length < 0 || length > rest.Length - SlotLayout.DefinitionHead) return false;
        var record = rest[..(SlotLayout.DefinitionHead + length)];
        if (!SlotLayout.IsWhole(record)) return false;
        try
        {
            var definition = JsonSerializer.Deserialize(record[SlotLayout.DefinitionHead..], MeteringJson.Default.MeterDefinition)!;
            definitions[definition.Id] = definition;
        }
        catch (JsonException)
        {
            return false;
        }

        slot += SlotLayout.SlotsOf(length) - 1;
        return true;
    }

    private static MeteredInvocation? ReadFinal(MeterDefinition definition, AnsweredHalf answered, ReadOnlySpan<byte> half, int slot, bool isOver) =>
        half[0] == SlotLayout.Final && SlotLayout.IsWhole(half) ? new MeteredInvocation(definition, answered, FinalHalf.Read(half), slot)
        : isOver ? new MeteredInvocation(definition, answered, new FinalHalf(answered.Time, answered.Duration, 0, answered.Status, null), slot)
        : null;

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }
}
