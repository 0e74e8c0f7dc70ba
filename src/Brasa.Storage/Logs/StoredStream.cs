using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>A stream of a group.</summary>
/// <param name="id">Its number in the group, of no stream before it.</param>
/// <param name="name">Its name.</param>
/// <param name="createdAt">When it began, in milliseconds since 1970.</param>
internal sealed class StoredStream(uint id, string name, long createdAt)
{
    public uint Id => id;

    public string Name => name;

    public long CreatedAt => createdAt;

    /// <summary>What all segments hold of it; read and changed under the group's lock.</summary>
    public StreamExtent Extent { get; set; } = StreamExtent.None;

    /// <summary>As others see it; under the group's lock.</summary>
    public LogStreamDescription Describe() => Extent.Count == 0
        ? new LogStreamDescription(name, createdAt, null, null, null)
        : new LogStreamDescription(name, createdAt, Extent.First, Extent.Last, Extent.StoredAt);

    /// <summary>What a segment says of it.</summary>
    public byte[] Encode() => Encode(writer =>
    {
        writer.Write(createdAt);
        writer.Write(name);
    });

    /// <summary>Reads what <see cref="Encode()"/> made.</summary>
    public static StoredStream Decode(uint id, ReadOnlySpan<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        var createdAt = reader.ReadInt64();
        return new StoredStream(id, reader.ReadString(), createdAt);
    }

    /// <summary>Bytes of what is written.</summary>
    public static byte[] Encode(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8)) write(writer);
        return bytes.ToArray();
    }
}
