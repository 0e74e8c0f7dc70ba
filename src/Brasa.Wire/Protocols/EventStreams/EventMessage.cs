using System.Buffers.Binary;
using System.Text;
using Brasa.Core.Checksums;

namespace Brasa.Wire.Protocols.EventStreams;

/// <summary>One message of an event stream as bytes: lengths and their checksum, headers, payload, and the checksum of all.</summary>
/// <remarks>"Event stream encoding", Amazon Lex V2 and Amazon Transcribe developer guides. Numbers are big-endian.</remarks>
internal static class EventMessage
{
    private const int LengthsSize = 8, ChecksumSize = 4, PreludeSize = LengthsSize + ChecksumSize;
    private const byte StringHeader = 7;

    /// <summary>Appends a message to <paramref name="output"/>.</summary>
    /// <param name="output">What it is appended to.</param>
    /// <param name="headers">Names of at most 255 bytes, values of at most 65,535.</param>
    /// <param name="payload">What it carries.</param>
    public static void Write(PooledBuffer output, ReadOnlySpan<(string Name, string Value)> headers, ReadOnlySpan<byte> payload)
    {
        var headersLength = 0;
        foreach (var (name, value) in headers)
            headersLength += sizeof(byte) + Encoding.UTF8.GetByteCount(name) + sizeof(byte) + sizeof(ushort) + Encoding.UTF8.GetByteCount(value);
        var length = PreludeSize + headersLength + payload.Length + ChecksumSize;

        var message = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteInt32BigEndian(message, length);
        BinaryPrimitives.WriteInt32BigEndian(message[sizeof(int)..], headersLength);
        WriteChecksum(message[..PreludeSize]);
        var rest = message[PreludeSize..];
        foreach (var (name, value) in headers)
            rest = WriteHeader(rest, name, value);
        payload.CopyTo(rest);
        WriteChecksum(message);
        output.Advance(length);
    }

    private static Span<byte> WriteHeader(Span<byte> rest, string name, string value)
    {
        rest[0] = checked((byte)Encoding.UTF8.GetBytes(name, rest[1..]));
        rest = rest[(1 + rest[0])..];
        rest[0] = StringHeader;
        var length = Encoding.UTF8.GetBytes(value, rest[(1 + sizeof(ushort))..]);
        BinaryPrimitives.WriteUInt16BigEndian(rest[1..], checked((ushort)length));
        return rest[(1 + sizeof(ushort) + length)..];
    }

    /// <summary>Ends a part with the checksum of what stands before it.</summary>
    private static void WriteChecksum(Span<byte> part)
    {
        var crc = new Crc32();
        crc.Append(part[..^ChecksumSize]);
        BinaryPrimitives.WriteUInt32BigEndian(part[^ChecksumSize..], crc.Value);
    }
}
