using System.Buffers.Binary;
using System.Text;
using Brasa.Cli.Logs;

namespace Brasa.Cli.Tests.Logs;

/// <summary>Writes messages of an event stream.</summary>
internal static class EventStreamFrame
{
    private const byte Text = 7;

    public static byte[] Of(string payload, params IReadOnlyList<(string Name, string Value)> headers)
    {
        byte[] written = [.. headers.SelectMany(header => (byte[])
            [(byte)header.Name.Length, .. Encoding.ASCII.GetBytes(header.Name), Text, 0, (byte)header.Value.Length, .. Encoding.ASCII.GetBytes(header.Value)])];
        byte[] body = [.. written, .. Encoding.UTF8.GetBytes(payload)];
        var frame = new byte[12 + body.Length + 4];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)written.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.Of(frame.AsSpan(0, 8)));
        body.CopyTo(frame, 12);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc32.Of(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    public static byte[] Event(string type, string json) => Of(json, (":message-type", "event"), (":event-type", type), (":content-type", "application/json"));
}
