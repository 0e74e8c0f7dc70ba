using System.Buffers.Binary;
using System.Text;

namespace Brasa.Cli.Logs;

/// <summary>One message of an event stream.</summary>
/// <param name="Headers">Those of its headers that are text, by name.</param>
/// <param name="Payload">What it carries.</param>
internal sealed record EventStreamMessage(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Payload);

/// <summary>Reads <c>application/vnd.amazon.eventstream</c>.</summary>
/// <remarks>Smithy, "Amazon Event Stream Specification".</remarks>
internal sealed class EventStreamReader(Stream stream)
{
    private const int PreludeBytes = 12, CrcBytes = 4;

    /// <summary>The most that the specification lets a message carry, and its headers take.</summary>
    private const int MostPayloadBytes = 16 << 20, MostHeaderBytes = 128 << 10;

    private const byte ByteArrayType = 6, TextType = 7;

    /// <summary>Bytes of values of the other types: true, false, byte, short, int, long; timestamp, UUID.</summary>
    private static readonly int[] SizeOfType = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];

    /// <summary>The next message; <c>null</c> where the stream ends after the one before.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">The stream ends inside it.</exception>
    public async Task<EventStreamMessage?> ReadAsync(CancellationToken ct)
    {
        var prelude = new byte[PreludeBytes];
        var read = await stream.ReadAtLeastAsync(prelude, PreludeBytes, throwOnEndOfStream: false, ct);
        if (read == 0) return null;
        if (read < PreludeBytes) throw new EndOfStreamException();
        if (Number(prelude.AsSpan(8)) != Crc32.Of(prelude.AsSpan(0, 8))) throw new InvalidDataException("The checksum of a message's lengths is wrong.");
        var (total, headers) = (Number(prelude), Number(prelude.AsSpan(4)));
        if (headers > MostHeaderBytes || total < PreludeBytes + headers + CrcBytes || total > PreludeBytes + headers + MostPayloadBytes + CrcBytes)
            throw new InvalidDataException("The lengths of a message cannot be.");

        var message = new byte[total];
        prelude.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(PreludeBytes), ct);
        var end = message.Length - CrcBytes;
        if (Number(message.AsSpan(end)) != Crc32.Of(message.AsSpan(0, end))) throw new InvalidDataException("The checksum of a message is wrong.");
        var body = PreludeBytes + (int)headers;
        return new EventStreamMessage(ReadHeaders(message.AsSpan(PreludeBytes, (int)headers)), message.AsMemory(body, end - body));
    }

    private static Dictionary<string, string> ReadHeaders(ReadOnlySpan<byte> rest)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rest.Length > 0)
        {
            var name = Encoding.UTF8.GetString(Take(ref rest, Take(ref rest, 1)[0]));
            var type = Take(ref rest, 1)[0];
            if (type >= SizeOfType.Length) throw new InvalidDataException("A header has a type that is not known.");
            var value = Take(ref rest, type is ByteArrayType or TextType ? BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, 2)) : SizeOfType[type]);
            if (type == TextType) headers[name] = Encoding.UTF8.GetString(value);
        }

        return headers;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count > rest.Length) throw new InvalidDataException("A header ends beyond the headers.");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
