using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Brasa.Bench.Load;

/// <summary>One kept-alive HTTP connection on a blocking socket: a request costs two system calls and no allocation.</summary>
internal sealed class Connection : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly Target target;

    public Connection(Target target)
    {
        this.target = target;
        socket.NoDelay = true;
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Connect(target.Address);
    }

    /// <summary>Sends the request and waits for all of its response, which must be a success; returns the body.</summary>
    public ReadOnlySpan<byte> Call()
    {
        socket.Send(target.Request.Span);

        var received = 0;
        while (true)
        {
            var read = Receive(buffer.AsSpan(received));
            if (read == 0) throw new BenchException("The server closed a connection.");
            received += read;

            var response = (ReadOnlySpan<byte>)buffer.AsSpan(0, received);
            var headEnd = response.IndexOf("\r\n\r\n"u8);
            if (headEnd < 0) continue;

            var head = response[..headEnd];
            var body = response[(headEnd + 4)..];
            if (body.Length < LengthOf(head)) continue;

            if (!(head.StartsWith("HTTP/1.1 200 "u8) || head.StartsWith("HTTP/1.1 202 "u8)) || head.IndexOf("X-Amz-Function-Error"u8) >= 0)
                throw new BenchException($"A call failed:\n{Encoding.UTF8.GetString(response)}");
            return body;
        }
    }

    public void Dispose() => socket.Dispose();

    private int Receive(Span<byte> space)
    {
        try
        {
            return socket.Receive(space);
        }
        catch (SocketException failure)
        {
            throw new BenchException($"A call to {target.Address} got no whole answer: {failure.Message}.", failure);
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var header = "\r\nContent-Length: "u8;
        var at = head.IndexOf(header);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + header.Length)..], out int length, out _))
            throw new BenchException("A response does not state its length.");
        return length;
    }
}
