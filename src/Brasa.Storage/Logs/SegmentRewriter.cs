using Brasa.Storage.Files;

namespace Brasa.Storage.Logs;

/// <summary>Writes a segment again, without what it holds of streams that are gone.</summary>
internal static class SegmentRewriter
{
    /// <summary>Ends the names of files that are not whole yet.</summary>
    public const string Unfinished = ".new";

    /// <summary>Puts a smaller segment in the place of one; both are whole whenever a crash comes.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static void Rewrite(LogGroup group, LogSegment old, long now)
    {
        var unfinished = old.Path + Unfinished;
        File.Delete(unfinished);
        var segment = SegmentFile.New(group, old.Number);
        try
        {
            using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Modes.PrivateFile }))
            {
                file.Write(SegmentFile.FirstBlock(group.Key, segment));
                CopyStreams(group, old, segment, file, now);
                CopyEvents(group, old, segment, file);
                segment.Length = file.Position;
                file.Write(SegmentFile.LastBlocks(segment, group.StreamsById, now));
                file.Flush(flushToDisk: true);
                segment.FileLength = file.Position;
            }
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        segment.IsSealed = true;
        group.ReplaceSegment(old, segment, () => File.Move(unfinished, old.Path, overwrite: true));
        Disk.SyncDirectory(group.Folder);
    }

    private static void CopyStreams(LogGroup group, LogSegment old, LogSegment segment, FileStream file, long now)
    {
        foreach (var id in old.Streams.Keys)
        {
            if (!group.StreamsById.TryGetValue(id, out var stream)) continue;
            var body = stream.Encode();
            Write(file, segment, new BlockHeader(BlockKind.Stream, body.Length, id, 0, 0, 0, 0, now, Crc32C.Of(body)), body);
            segment.Streams.Add(id, StreamExtent.None);
        }

        foreach (var id in old.Removed)
        {
            Write(file, segment, new BlockHeader(BlockKind.Removal, 0, id, 0, 0, 0, 0, now, Crc32C.Of([])), []);
            segment.Removed.Add(id);
        }
    }

    private static void CopyEvents(LogGroup group, LogSegment old, LogSegment segment, FileStream file)
    {
        using var source = SegmentFile.OpenToRead(old.Path);
        using var reader = new BlockReader(source, old.Start, old.Length, old.Seed);
        while (reader.Next(out var block))
        {
            if (block.Kind != BlockKind.Events || !group.StreamsById.ContainsKey(block.Stream) || !reader.TryReadBody(out var body)) continue;
            Write(file, segment, block, body);
            segment.Add(block);
        }
    }

    private static void Write(FileStream file, LogSegment segment, BlockHeader header, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[BlockHeader.Size];
        header.WriteTo(head, segment.Seed);
        file.Write(head);
        file.Write(body);
    }
}
