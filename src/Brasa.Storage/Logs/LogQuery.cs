using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>What is read of a group, as it is asked of segments and blocks.</summary>
internal sealed class LogQuery
{
    private readonly LogGroup group;
    private readonly LogRange range;
    private readonly HashSet<uint>? streams;

    public LogQuery(LogGroup group, LogRange range)
    {
        (this.group, this.range) = (group, range);
        streams = range.Streams?.Select(group.Find).OfType<StoredStream>().Select(stream => stream.Id).ToHashSet();
        From = !range.Backwards && range.Beyond is { } after ? Math.Max(range.From, after.Timestamp) : range.From;
        Before = range.Backwards && range.Beyond is { Timestamp: < long.MaxValue } until ? Math.Min(range.Before, until.Timestamp + 1) : range.Before;
    }

    /// <summary>The earliest time.</summary>
    public long From { get; }

    /// <summary>The time before which.</summary>
    public long Before { get; }

    /// <summary>Whether the latest come first.</summary>
    public bool Backwards => range.Backwards;

    /// <summary>Where reading begins.</summary>
    public LogPosition? Beyond => range.Beyond;

    /// <summary>Which events, by their message.</summary>
    public Func<ReadOnlySpan<byte>, bool>? Where => range.Where;

    /// <summary>Segments that may have what is wanted, in the order of reading, with the first position that may be in each.</summary>
    public List<(LogSegment Segment, long Start)> Segments() =>
        [.. group.SegmentsWith(streams, From, Before)
            .Select(found => (found.Segment, Start: Backwards ? found.Last : found.First))
            .OrderBy(found => Backwards ? -found.Start : found.Start)];

    /// <summary>The stream of a block, if it is wanted and may have what is wanted.</summary>
    public StoredStream? StreamOf(BlockHeader block) =>
        block.Kind == BlockKind.Events && block.Last >= From && block.First < Before
        && streams?.Contains(block.Stream) != false && group.StreamsById.TryGetValue(block.Stream, out var stream) ? stream : null;

    /// <summary>Which of two positions is read first.</summary>
    public int Compare(LogPosition left, LogPosition right) => Backwards ? right.CompareTo(left) : left.CompareTo(right);
}
