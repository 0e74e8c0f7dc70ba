using System.Text;

namespace Brasa.Storage.Logs;

/// <summary>The last blocks of a segment that is full: what a start of the server has to know of it, so that it reads no others.</summary>
internal static class SegmentSummary
{
    /// <summary>What a summary says.</summary>
    public static byte[] Encode(LogSegment segment, IReadOnlyDictionary<uint, StoredStream> streams) => StoredStream.Encode(writer =>
    {
        writer.Write(segment.NextSequence);
        var known = segment.Streams.Where(stream => streams.ContainsKey(stream.Key)).ToList();
        writer.Write(known.Count);
        foreach (var (id, extent) in known)
        {
            writer.Write(id);
            writer.Write(streams[id].CreatedAt);
            writer.Write(streams[id].Name);
            Write(writer, extent);
        }

        writer.Write(segment.Removed.Count);
        foreach (var id in segment.Removed) writer.Write(id);
    });

    /// <summary>Reads what <see cref="Encode"/> made.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, LogSegment segment, Dictionary<uint, StoredStream> streams)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        segment.NextSequence = reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var id = reader.ReadUInt32();
            var createdAt = reader.ReadInt64();
            streams[id] = new StoredStream(id, reader.ReadString(), createdAt);
            var extent = new StreamExtent(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
            segment.Streams[id] = extent;
            segment.Extent = segment.Extent.With(extent);
        }

        for (var left = reader.ReadInt32(); left > 0; left--) segment.Removed.Add(reader.ReadUInt32());
    }

    private static void Write(BinaryWriter writer, StreamExtent extent)
    {
        writer.Write(extent.Count);
        writer.Write(extent.Bytes);
        writer.Write(extent.First);
        writer.Write(extent.Last);
        writer.Write(extent.StoredAt);
    }
}
