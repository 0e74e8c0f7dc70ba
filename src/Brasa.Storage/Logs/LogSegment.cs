namespace Brasa.Storage.Logs;

/// <summary>A file of a group's blocks: what is known of it without reading. Changed by the writer alone, under the group's lock.</summary>
/// <param name="number">Rises with each of a group.</param>
/// <param name="path">The file.</param>
/// <param name="seed">Makes its checksums its own.</param>
/// <param name="start">Where what comes after the first block begins.</param>
internal sealed class LogSegment(int number, string path, uint seed, long start)
{
    public int Number => number;

    public string Path => path;

    public uint Seed => seed;

    public long Start => start;

    /// <summary>Bytes of blocks, without the summary.</summary>
    public long Length { get; set; }

    /// <summary>Bytes of the file.</summary>
    public long FileLength { get; set; }

    /// <summary>Whether nothing is added any more.</summary>
    public bool IsSealed { get; set; }

    /// <summary>The streams that are defined in it, and what it holds of each; some of them may have been removed since.</summary>
    public Dictionary<uint, StreamExtent> Streams { get; } = [];

    /// <summary>The streams that it says were removed.</summary>
    public HashSet<uint> Removed { get; } = [];

    /// <summary>All that it holds.</summary>
    public StreamExtent Extent { get; set; } = StreamExtent.None;

    /// <summary>One more than the highest sequence in it.</summary>
    public long NextSequence { get; set; }

    /// <summary>Whether it was said that it is damaged.</summary>
    public bool IsKnownDamaged { get; set; }

    /// <summary>Takes a block of events into account.</summary>
    public void Add(BlockHeader events)
    {
        var extent = StreamExtent.Of(events);
        Streams[events.Stream] = Streams.GetValueOrDefault(events.Stream, StreamExtent.None).With(extent);
        Extent = Extent.With(extent);
        NextSequence = Math.Max(NextSequence, events.Sequence + events.Count);
    }
}
