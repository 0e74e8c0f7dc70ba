using System.Buffers;
using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>Adds blocks to a group's active segment: what is collected is written with one call, and counts once it is.</summary>
/// <param name="group">The group.</param>
/// <param name="segmentBytes">A segment of so many bytes is full.</param>
/// <param name="now">In milliseconds since 1970.</param>
/// <param name="touched">Told of files that are to be synced.</param>
internal sealed class GroupWriter(LogGroup group, long segmentBytes, long now, Action<string> touched)
{
    /// <summary>Events of one stream are put in blocks of about so many bytes: whoever looks for some passes over the rest.</summary>
    private const int BlockBytes = 256 << 10;

    private readonly ArrayBufferWriter<byte> blocks = new();
    private readonly List<BlockHeader> headers = [];
    private readonly HashSet<uint> defined = [];
    private LogSegment? segment;

    /// <summary>Bytes that wait to be written.</summary>
    public int PendingBytes => blocks.WrittenCount;

    /// <summary>Adds events of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="records">The events.</param>
    /// <returns>The sequence of the first.</returns>
    public long AddEvents(StoredStream stream, ReadOnlySpan<byte> records)
    {
        Define(stream);
        var sequence = group.NextSequence;
        while (!records.IsEmpty)
        {
            var (length, count, first, last) = Cut(records);
            AddBlock(new BlockHeader(BlockKind.Events, length, stream.Id, count, first, last, group.NextSequence, now, 0), records[..length]);
            group.NextSequence += count;
            records = records[length..];
        }

        return sequence;
    }

    /// <summary>Says that there is a stream, where the segment does not say so yet.</summary>
    public void Define(StoredStream stream)
    {
        if (Begin().Streams.ContainsKey(stream.Id) || !defined.Add(stream.Id)) return;
        var body = stream.Encode();
        AddBlock(new BlockHeader(BlockKind.Stream, body.Length, stream.Id, 0, 0, 0, 0, now, 0), body);
    }

    /// <summary>Says that a stream is gone.</summary>
    public void Remove(uint stream)
    {
        Begin();
        AddBlock(new BlockHeader(BlockKind.Removal, 0, stream, 0, 0, 0, 0, now, 0), []);
    }

    /// <summary>Writes what was added; none of it is there where that fails.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Commit()
    {
        if (segment is null || headers.Count == 0) return;
        try
        {
            Write(segment, blocks.WrittenSpan);
            Apply(segment);
        }
        finally
        {
            segment = null;
            headers.Clear();
            defined.Clear();
            blocks.ResetWrittenCount();
        }
    }

    /// <summary>Ends the active segment, so that the next event begins another.</summary>
    public void Seal()
    {
        if (group.Active is not { } active) return;
        try
        {
            Write(active, SegmentFile.LastBlocks(active, group.StreamsById, now));
        }
        catch (IOException)
        {
            // Without one the segment is read when the server starts.
        }

        lock (group.Gate) active.IsSealed = true;
    }

    private LogSegment Begin()
    {
        if (segment is not null) return segment;
        if (group.Active is { } full && full.Length >= segmentBytes) Seal();
        segment = group.Active ?? SegmentFile.New(group, group.NextSegment);
        if (segment.Length == 0) blocks.Write(SegmentFile.FirstBlock(group.Key, segment));
        return segment;
    }

    private void AddBlock(BlockHeader header, ReadOnlySpan<byte> body)
    {
        header = header with { Checksum = Crc32C.Of(body) };
        header.WriteTo(blocks.GetSpan(BlockHeader.Size), segment!.Seed);
        blocks.Advance(BlockHeader.Size);
        blocks.Write(body);
        headers.Add(header);
    }

    private void Write(LogSegment into, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (into.FileLength == 0) Files.Modes.CreateDirectory(group.Folder, Files.Modes.PrivateDirectory);
            using var file = SegmentFile.OpenToWrite(into.Path);
            try
            {
                RandomAccess.Write(file, bytes, into.Length);
            }
            catch (IOException)
            {
                // What was written of it must not be found later, between blocks that come after it.
                RandomAccess.SetLength(file, into.FileLength);
                throw;
            }
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException(failure.Message, failure);
        }

        lock (group.Gate) into.FileLength = into.Length + bytes.Length;
        touched(into.Path);
    }

    private void Apply(LogSegment written)
    {
        lock (group.Gate)
        {
            if (written.Length == 0) group.AddSegment(written);
            written.Length = written.FileLength;
            foreach (var block in headers)
            {
                switch (block.Kind)
                {
                    case BlockKind.Stream:
                        written.Streams.TryAdd(block.Stream, StreamExtent.None);
                        break;
                    case BlockKind.Events:
                        written.Add(block);
                        if (group.StreamsById.TryGetValue(block.Stream, out var stream)) stream.Extent = stream.Extent.With(StreamExtent.Of(block));
                        break;
                    case BlockKind.Removal:
                        written.Removed.Add(block.Stream);
                        break;
                }
            }
        }
    }

    /// <summary>The first records, up to a block of them.</summary>
    private static (int Length, int Count, long First, long Last) Cut(ReadOnlySpan<byte> records)
    {
        var (length, count, first, last) = (0, 0, long.MaxValue, long.MinValue);
        while (LogRecord.TryRead(records[length..], out var record) && (count == 0 || length + record.Size <= BlockBytes))
        {
            length += record.Size;
            count++;
            first = Math.Min(first, record.Timestamp);
            last = Math.Max(last, record.Timestamp);
        }

        return (length, count, first, last);
    }
}
