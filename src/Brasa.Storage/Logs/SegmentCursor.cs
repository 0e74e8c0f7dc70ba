using Brasa.Core.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Storage.Logs;

/// <summary>The events of one segment that are wanted, in the order of reading. It knows where some of them are, and reads messages as they are taken.</summary>
/// <param name="group">The group.</param>
/// <param name="segment">The segment.</param>
/// <param name="query">What is read.</param>
/// <param name="most">How many it knows the place of at first.</param>
/// <param name="log">The server's log.</param>
internal sealed class SegmentCursor(LogGroup group, LogSegment segment, LogQuery query, int most, ILogger log)
{
    /// <summary>Messages that are read together, in number and bytes.</summary>
    private const int BatchCount = 512;
    private const int BatchBytes = 1 << 20;

    /// <summary>Bytes that are looked at together, where the end comes first.</summary>
    private const int PartBytes = 1 << 20;

    private List<FoundEvent> found = [];
    private int taken;
    private bool hasMore;
    private LogPosition? beyond = query.Beyond;
    private readonly Queue<LogEvent> batch = new();

    /// <summary>Finds the first events; again, those beyond what was taken.</summary>
    public SegmentCursor Find()
    {
        var selection = new Selection(query, most);
        (found, taken, hasMore) = ([], 0, false);
        try
        {
            using var file = OpenToRead(out var length);
            if (file is null) return this;
            foreach (var (start, end) in Parts(file, length)) Find(file, start, end, selection);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.SegmentNotRead(failure, segment.Path);
        }

        found = selection.Finish();
        hasMore = selection.HasMore;
        return this;
    }

    /// <summary>Where the next event is; <c>null</c> where there is none.</summary>
    public LogPosition? Next
    {
        get
        {
            while (batch.Count == 0)
            {
                if (taken == found.Count)
                {
                    if (!hasMore) return null;
                    most *= 2;
                    Find();
                }
                else
                {
                    ReadBatch();
                }
            }

            return batch.Peek().Position;
        }
    }

    /// <summary>Takes the next event.</summary>
    public LogEvent Take() => batch.Dequeue();

    /// <summary>What is looked at one after the other: all at once, or from the end, where what is beyond need not be looked at.</summary>
    private List<(long Start, long End)> Parts(SafeFileHandle file, long length)
    {
        if (!query.Backwards) return [(segment.Start, length)];
        var parts = new List<(long Start, long End)>();
        var start = segment.Start;
        using var reader = new BlockReader(file, start, length, segment.Seed);
        while (reader.Next(out _))
        {
            if (reader.End - start < PartBytes) continue;
            parts.Add((start, reader.End));
            start = reader.End;
        }

        parts.Add((start, length));
        parts.Reverse();
        return parts;
    }

    private void Find(SafeFileHandle file, long start, long end, Selection selection)
    {
        using var reader = new BlockReader(file, start, end, segment.Seed);
        while (reader.Next(out var block))
        {
            if (query.StreamOf(block) is not { } stream || selection.IsBeyond(block) || !reader.TryReadBody(out var records)) continue;
            Find(block, stream, records, reader.At + BlockHeader.Size, selection);
        }

        selection.EndPart();
        if (!reader.IsDamaged || segment.IsKnownDamaged) return;
        segment.IsKnownDamaged = true;
        log.SegmentDamaged(segment.Path);
    }

    private void Find(in BlockHeader block, StoredStream stream, ReadOnlySpan<byte> records, long at, Selection selection)
    {
        var where = query.Where;
        for (var sequence = block.Sequence; LogRecord.TryRead(records, out var record); sequence++)
        {
            records = records[record.Size..];
            var position = new LogPosition(record.Timestamp, sequence);
            if (position.Timestamp >= query.From && position.Timestamp < query.Before
                && (beyond is not { } passed || query.Compare(position, passed) > 0)
                && !selection.IsBeyond(position) && where?.Invoke(record.Message) != false)
            {
                selection.Add(new FoundEvent(position, block.StoredAt, stream, at + LogRecord.HeadSize, record.Message.Length, record.Source));
            }

            at += record.Size;
        }
    }

    private void ReadBatch()
    {
        var (end, bytes, first, last) = (taken, 0L, long.MaxValue, 0L);
        while (end < found.Count && end - taken < BatchCount && bytes < BatchBytes)
        {
            var next = found[end++];
            bytes += next.Length;
            first = Math.Min(first, next.At);
            last = Math.Max(last, next.At + next.Length);
        }

        try
        {
            using var file = group.OpenToRead(segment, out _);

            // Most often they are beside each other: then one read brings all. Without a file it has been written again, and things are elsewhere in it.
            if (file is null) Find();
            else if (last - first <= (2 * bytes) + BatchBytes) ReadTogether(file, end, first, (int)(last - first));
            else ReadOneByOne(file, end);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.SegmentNotRead(failure, segment.Path);
            (found, taken, hasMore) = ([], 0, false);
        }
    }

    /// <summary>The segment as it is now; <c>null</c> where it has gone.</summary>
    private SafeFileHandle? OpenToRead(out long length)
    {
        while (true)
        {
            if (group.OpenToRead(segment, out length) is { } file) return file;
            if (group.Current(segment) is not { } current) return null;
            segment = current;
        }
    }

    private void ReadTogether(SafeFileHandle file, int end, long first, int length)
    {
        var bytes = new byte[length];
        ReadWhole(file, bytes, first);
        while (taken < end)
        {
            var next = found[taken++];
            Add(next, bytes.AsMemory((int)(next.At - first), next.Length));
        }
    }

    private void ReadOneByOne(SafeFileHandle file, int end)
    {
        while (taken < end)
        {
            var next = found[taken++];
            var bytes = new byte[next.Length];
            ReadWhole(file, bytes, next.At);
            Add(next, bytes);
        }
    }

    private void Add(in FoundEvent next, ReadOnlyMemory<byte> message)
    {
        beyond = next.Position;
        batch.Enqueue(new LogEvent(next.Position, next.StoredAt, next.Stream.Name, next.Source, message));
    }

    private static void ReadWhole(SafeFileHandle file, Span<byte> bytes, long at)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(file, bytes, at);
            if (read == 0) throw new EndOfStreamException("It is shorter than it was.");
            bytes = bytes[read..];
            at += read;
        }
    }
}
