using System.Security.Cryptography;
using System.Text;
using Brasa.Core.Logs;
using Brasa.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Storage.Logs;

/// <summary>Segments as files: their names, their first block, and what is found in one when it is opened again.</summary>
internal static class SegmentFile
{
    private const string Extension = ".seg";

    /// <summary>The folder of a group, by a hash: a name leads nowhere, however it is spelt.</summary>
    public static string FolderOf(string root, LogGroupKey group) => Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encode(group)).AsSpan(0, 16)));

    /// <summary>The segments in a folder, in their order.</summary>
    public static IEnumerable<(int Number, string Path)> In(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path => (Number: int.TryParse(Path.GetFileNameWithoutExtension(path), out var number) ? number : -1, Path: path))
            .Where(file => file.Number >= 0)
            .OrderBy(file => file.Number);

    /// <summary>A segment with nothing in it yet; its file comes with the first block.</summary>
    public static LogSegment New(LogGroup group, int number) => new(
        number,
        Path.Combine(group.Folder, $"{number:d10}{Extension}"),
        BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))),
        BlockHeader.Size + Encode(group.Key).Length);

    /// <summary>The first block of a segment.</summary>
    public static byte[] FirstBlock(LogGroupKey group, LogSegment segment)
    {
        var body = Encode(group);
        var block = new byte[BlockHeader.Size + body.Length];
        new BlockHeader(BlockKind.Group, body.Length, 0, 0, 0, 0, segment.Seed, 0, Crc32C.Of(body)).WriteTo(block, seed: 0);
        body.CopyTo(block, BlockHeader.Size);
        return block;
    }

    /// <summary>The last blocks of a segment: its summary, and where that begins. None where there are too many streams for one.</summary>
    public static byte[] LastBlocks(LogSegment segment, IReadOnlyDictionary<uint, StoredStream> streams, long now)
    {
        var body = SegmentSummary.Encode(segment, streams);
        if (body.Length > BlockHeader.MaxLength) return [];
        var blocks = new byte[BlockHeader.Size + body.Length + BlockHeader.Size];
        new BlockHeader(BlockKind.Summary, body.Length, 0, 0, 0, 0, 0, now, Crc32C.Of(body)).WriteTo(blocks, segment.Seed);
        body.CopyTo(blocks, BlockHeader.Size);
        new BlockHeader(BlockKind.Trailer, 0, 0, 0, 0, 0, segment.Length, now, Crc32C.Of([])).WriteTo(blocks.AsSpan(BlockHeader.Size + body.Length), segment.Seed);
        return blocks;
    }

    /// <summary>Opens a file to add to it; makes it where there is none.</summary>
    public static SafeFileHandle OpenToWrite(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(file) == 0) File.SetUnixFileMode(file, Modes.PrivateFile);
        return file;
    }

    /// <summary>Opens a file to read it.</summary>
    public static SafeFileHandle OpenToRead(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>What is in a segment, without reading its events; <c>null</c> where it does not begin as one does.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="path">The file.</param>
    /// <param name="streams">Takes the streams that are defined in it.</param>
    /// <param name="group">Whose it is.</param>
    public static LogSegment? Load(int number, string path, Dictionary<uint, StoredStream> streams, out LogGroupKey? group)
    {
        using var file = OpenToRead(path);
        var length = RandomAccess.GetLength(file);
        group = ReadFirstBlock(file, length, out var seed, out var firstBlock);
        if (group is null) return null;

        var segment = new LogSegment(number, path, seed, firstBlock) { FileLength = length };
        if (!TryLoadSummary(file, segment, streams)) Scan(file, segment, streams);
        return segment;
    }

    private static byte[] Encode(LogGroupKey group) => StoredStream.Encode(writer =>
    {
        writer.Write(group.Account);
        writer.Write(group.Region);
        writer.Write(group.Name);
    });

    private static LogGroupKey? ReadFirstBlock(SafeFileHandle file, long length, out uint seed, out long end)
    {
        using var reader = new BlockReader(file, 0, length, seed: 0);
        (seed, end) = (0, 0);
        if (!reader.Next(out var first) || reader.At != 0 || first.Kind != BlockKind.Group || !reader.TryReadBody(out var body)) return null;
        using var fields = new BinaryReader(new MemoryStream(body.ToArray()), Encoding.UTF8);
        (seed, end) = ((uint)first.Sequence, reader.End);
        return new LogGroupKey(fields.ReadString(), fields.ReadString(), fields.ReadString());
    }

    private static bool TryLoadSummary(SafeFileHandle file, LogSegment segment, Dictionary<uint, StoredStream> streams)
    {
        Span<byte> last = stackalloc byte[BlockHeader.Size];
        var at = segment.FileLength - BlockHeader.Size;
        if (at <= 0 || RandomAccess.Read(file, last, at) < last.Length || !BlockHeader.TryRead(last, segment.Seed, out var trailer) || trailer.Kind != BlockKind.Trailer) return false;

        using var reader = new BlockReader(file, trailer.Sequence, segment.FileLength, segment.Seed);
        if (!reader.Next(out var summary) || summary.Kind != BlockKind.Summary || reader.At != trailer.Sequence || !reader.TryReadBody(out var body)) return false;
        SegmentSummary.Decode(body, segment, streams);
        segment.Length = trailer.Sequence;
        segment.IsSealed = true;
        return true;
    }

    private static void Scan(SafeFileHandle file, LogSegment segment, Dictionary<uint, StoredStream> streams)
    {
        using var reader = new BlockReader(file, segment.Start, segment.FileLength, segment.Seed);
        segment.Length = segment.Start;
        while (reader.Next(out var block))
        {
            // Half of the last block may be what a crash has left of it.
            var isRead = block.Kind != BlockKind.Events || reader.End == segment.FileLength;
            ReadOnlySpan<byte> body = default;
            if (isRead && !reader.TryReadBody(out body)) continue;
            segment.Length = reader.End;
            switch (block.Kind)
            {
                case BlockKind.Stream:
                    streams[block.Stream] = StoredStream.Decode(block.Stream, body);
                    segment.Streams.TryAdd(block.Stream, StreamExtent.None);
                    break;
                case BlockKind.Events:
                    segment.Add(block);
                    break;
                case BlockKind.Removal:
                    segment.Removed.Add(block.Stream);
                    break;
            }
        }
    }
}
