using System.Buffers.Binary;
using System.Text;
using Brasa.Core.Queues;

namespace Brasa.Services.Sqs.Messages;

/// <summary>What a message says: what of it is stored as its body, and kept in memory only where there is room.</summary>
/// <param name="Body">UTF-8 text.</param>
/// <param name="Attributes">What its sender gave it.</param>
/// <param name="TraceHeader">AWS's <c>AWSTraceHeader</c>.</param>
/// <param name="BodyMd5">In lower-case hexadecimal digits.</param>
internal sealed record MessagePayload(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, MessageAttribute> Attributes, string? TraceHeader, string BodyMd5)
{
    private const byte Bare = 0, Full = 1;

    private static readonly Dictionary<string, MessageAttribute> None = [];

    public static MessagePayload Of(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, MessageAttribute>? attributes, string? traceHeader) =>
        new(body, attributes ?? None, traceHeader, AttributeDigest.OfBody(body.Span));

    /// <summary>About what it takes in memory, in bytes.</summary>
    public int Size => Body.Length + Attributes.Sum(static attribute => (attribute.Key.Length * 2) + ((attribute.Value.Text?.Length ?? 0) * 2) + attribute.Value.Binary.Length) + 128;

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static MessagePayload Decode(ReadOnlyMemory<byte> stored)
    {
        if (stored.Span[0] == Bare) return Of(stored[1..], null, null);
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.Span[1..]);
        using var reader = new BinaryReader(new MemoryStream(stored[(5 + length)..].ToArray()), Encoding.UTF8);
        var trace = reader.ReadBoolean() ? reader.ReadString() : null;
        var attributes = new Dictionary<string, MessageAttribute>(StringComparer.Ordinal);
        for (var left = reader.ReadByte(); left > 0; left--)
        {
            var (name, type) = (reader.ReadString(), reader.ReadString());
            attributes[name] = reader.ReadBoolean() ? new MessageAttribute(type, reader.ReadString(), default) : new MessageAttribute(type, null, reader.ReadBytes(reader.ReadInt32()));
        }

        return Of(stored.Slice(5, length), attributes, trace);
    }

    public byte[] Encode()
    {
        if (Attributes.Count == 0 && TraceHeader is null)
        {
            var bare = new byte[Body.Length + 1];
            Body.CopyTo(bare.AsMemory(1));
            return bare;
        }

        using var bytes = new MemoryStream(Body.Length + 256);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Full);
        writer.Write(Body.Length);
        writer.Write(Body.Span);
        writer.Write(TraceHeader is not null);
        if (TraceHeader is not null) writer.Write(TraceHeader);
        writer.Write((byte)Attributes.Count);
        foreach (var (name, value) in Attributes)
        {
            writer.Write(name);
            writer.Write(value.DataType);
            writer.Write(value.Text is not null);
            if (value.Text is not null)
            {
                writer.Write(value.Text);
                continue;
            }

            writer.Write(value.Binary.Length);
            writer.Write(value.Binary.Span);
        }

        writer.Flush();
        return bytes.ToArray();
    }
}
