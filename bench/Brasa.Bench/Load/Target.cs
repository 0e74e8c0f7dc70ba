using System.Net;
using System.Text;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Load;

/// <summary>What the load generator calls: where, every byte of the request, and what the server has used of processors so far.</summary>
internal sealed record Target(IPEndPoint Address, ReadOnlyMemory<byte> Request, Func<TimeSpan> ProcessorTime)
{
    /// <summary>A small event, of about 100 bytes.</summary>
    public const string Event = """{"order": 4711, "item": "espresso", "quantity": 2, "customer": {"id": 42, "name": "Ada Lovelace"}}""";

    /// <summary>
    /// The same request for every target but for its path. It carries what an AWS client sends; its signature is none, as nobody verifies it.
    /// </summary>
    public static Target Post(int port, string path, Child server, string body = Event) => new(
        new IPEndPoint(IPAddress.Loopback, port),
        Encoding.ASCII.GetBytes(
            $"""
            POST {path} HTTP/1.1
            Host: 127.0.0.1:{port}
            Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}
            X-Amz-Date: 20260101T000000Z
            Content-Type: application/json
            Content-Length: {body.Length}

            {body}
            """.ReplaceLineEndings("\r\n")),
        () => server.ProcessorTime);
}
