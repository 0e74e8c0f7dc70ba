using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Brasa.Core.Checksums;
using Brasa.Lambda.Functions.Packages;

namespace Brasa.Lambda.Tests.Functions.Packages;

/// <summary>Writes zip archives byte by byte, so that they can say what no library would: APPNOTE.TXT, sections 4.3 and 4.4.</summary>
internal sealed class RawZip
{
    private const ushort Utf8Names = 1 << 11;

    private readonly List<byte> bytes = [];
    private readonly List<byte> directory = [];
    private int entries;

    /// <summary>A file with a name as text; <paramref name="mode"/> is the Unix mode with its type, as <c>0x81A4</c>.</summary>
    public RawZip Add(string name, string content = "", int mode = 0) =>
        Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(content), mode);

    /// <summary>A symbolic link.</summary>
    public RawZip Link(string name, string target) => Add(name, target, 0xA1FF);

    /// <summary>An entry with everything about it stated.</summary>
    public RawZip Add(
        byte[] name, byte[] content, int mode = 0, ushort flags = Utf8Names,
        bool deflate = false, long? statedSize = null, bool zip64 = false)
    {
        var crc = new Crc32();
        crc.Append(content);
        var data = deflate ? Deflate(content) : content;
        var offset = this.bytes.Count;
        var size = statedSize ?? content.Length;
        var extra = zip64 ? Zip64Extra(size, data.Length) : [];

        // Both headers are alike from the version needed to the extra field's length.
        void Common(List<byte> to)
        {
            U16(to, zip64 ? 45 : 20, flags, deflate ? 8 : 0, 0, (46 << 9) | (3 << 5) | 4);
            U32(to, crc.Value, zip64 ? uint.MaxValue : data.Length, zip64 ? uint.MaxValue : size);
            U16(to, name.Length, extra.Length);
        }

        U32(this.bytes, 0x04034B50);
        Common(this.bytes);
        this.bytes.AddRange([.. name, .. extra, .. data]);

        U32(directory, 0x02014B50);
        U16(directory, (3 << 8) | 30);
        Common(directory);
        U16(directory, 0, 0, 0);
        U32(directory, (uint)mode << 16, offset);
        directory.AddRange([.. name, .. extra]);
        entries++;
        return this;
    }

    /// <summary>The archive.</summary>
    public byte[] ToArray()
    {
        List<byte> all = [.. this.bytes, .. directory];
        U32(all, 0x06054B50);
        U16(all, 0, 0, entries, entries);
        U32(all, directory.Count, this.bytes.Count);
        U16(all, 0);
        return [.. all];
    }

    private static byte[] Deflate(byte[] content)
    {
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(content);
        return deflated.ToArray();
    }

    private static byte[] Zip64Extra(long size, long compressedSize)
    {
        var extra = new byte[20];
        BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(2), 16);
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), size);
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(12), compressedSize);
        return extra;
    }

    private static void U16(List<byte> to, params ReadOnlySpan<int> values)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
            to.AddRange(bytes);
        }
    }

    private static void U32(List<byte> to, params ReadOnlySpan<long> values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
            to.AddRange(bytes);
        }
    }
}
