using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Brasa.Sandbox.Network.Dns;

/// <summary>Asks the machine's name servers, for all sandboxes.</summary>
internal sealed class DnsForwarder(Resolvers resolvers)
{
    private const int MaxOutstanding = 1024;
    private const int Attempts = 3;

    /// <summary>For one attempt: three of them end before a client that waits 5 s, as most do, gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    private int outstanding;

    /// <summary>Resolves a query by the protocol it came by, for an answer may be too long for the other; 0 bytes where it is no query.</summary>
    /// <returns>How many bytes of <paramref name="answer"/> are to be sent back.</returns>
    public async Task<int> ResolveAsync(ReadOnlyMemory<byte> query, Memory<byte> answer, ProtocolType protocol, CancellationToken ct)
    {
        // An id and a port of its own each time: who does not see the query cannot forge its answer.
        var own = new byte[DnsMessage.MaxQueryBytes];
        var length = DnsMessage.Rewrite(query.Span, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), own);
        if (length == 0) return 0;

        var received = await AskAllAsync(own.AsMemory(0, length), answer, protocol, ct);
        if (received == 0) return DnsMessage.Fail(query.Span, answer.Span);
        DnsMessage.SetId(answer.Span, DnsMessage.IdOf(query.Span));
        return received;
    }

    private async Task<int> AskAllAsync(ReadOnlyMemory<byte> query, Memory<byte> answer, ProtocolType protocol, CancellationToken ct)
    {
        try
        {
            if (Interlocked.Increment(ref outstanding) > MaxOutstanding) return 0;
            var servers = resolvers.Current;
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                limit.CancelAfter(Patience);
                try
                {
                    var server = servers[attempt % servers.Count];
                    return protocol == ProtocolType.Udp
                        ? await AskByDatagramAsync(server, query, answer, limit.Token)
                        : await AskByStreamAsync(server, query, answer, limit.Token);
                }
                catch (Exception e) when (e is SocketException or OperationCanceledException && !ct.IsCancellationRequested)
                {
                    // The next server may do.
                }
            }

            return 0;
        }
        finally
        {
            Interlocked.Decrement(ref outstanding);
        }
    }

    private static async Task<int> AskByDatagramAsync(IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> answer, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, ct); // the kernel then takes datagrams from there alone
        await socket.SendAsync(query, ct);
        while (true)
        {
            var received = await socket.ReceiveAsync(answer[..DnsMessage.MaxDatagramBytes], ct);
            if (DnsMessage.Answers(answer.Span[..received], query.Span)) return received;
        }
    }

    private static async Task<int> AskByStreamAsync(IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> answer, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, ct);
        await DnsStream.WriteAsync(socket, query, ct);
        var received = await DnsStream.ReadAsync(socket, answer, ct);
        return received > 0 && DnsMessage.Answers(answer.Span[..received], query.Span) ? received : 0;
    }
}

/// <summary>DNS over TCP: each message follows its length in two bytes (RFC 1035, 4.2.2).</summary>
internal static class DnsStream
{
    public static async Task WriteAsync(Socket socket, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        var framed = new byte[sizeof(ushort) + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed.AsMemory(sizeof(ushort)));
        for (var sent = 0; sent < framed.Length;) sent += await socket.SendAsync(framed.AsMemory(sent), ct);
    }

    /// <summary>Reads a message into the buffer; 0 at the end of the connection, and for one that is longer than the buffer.</summary>
    public static async Task<int> ReadAsync(Socket socket, Memory<byte> buffer, CancellationToken ct)
    {
        var head = new byte[sizeof(ushort)];
        if (!await FillAsync(socket, head, ct)) return 0;
        var length = BinaryPrimitives.ReadUInt16BigEndian(head);
        return length <= buffer.Length && await FillAsync(socket, buffer[..length], ct) ? length : 0;
    }

    private static async Task<bool> FillAsync(Socket socket, Memory<byte> buffer, CancellationToken ct)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var received = await socket.ReceiveAsync(buffer[filled..], ct);
            if (received == 0) return false;
            filled += received;
        }

        return true;
    }
}
