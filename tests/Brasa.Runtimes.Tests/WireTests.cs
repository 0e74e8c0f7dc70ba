using System.Net;
using System.Net.Sockets;
using System.Text;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests;

/// <summary>What goes over the connection, byte by byte.</summary>
public sealed class WireTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: 1\r\nLambda-Runtime-Deadline-Ms: 1\r\n";
    private const string Next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n";

    private static readonly (Interpreter Interpreter, string File, string Text)[] s_echoes =
    [
        (Interpreter.Python, "f.py", "def handler(event, context):\n    return event\n"),
        (Interpreter.Node, "f.js", "exports.handler = async (event) => event;"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_outcome_and_the_next_request_travel_together(int echo)
    {
        await using var connection = await Connection.AcceptAsync(s_echoes[echo]);
        await connection.ReadUntilAsync(Next);

        await connection.WriteAsync(Head + "Content-Length: 1\r\n\r\n7");

        // Nothing was answered yet: the next request does not wait for the outcome's answer.
        string sent = await connection.ReadUntilAsync(Next);
        Assert.StartsWith("POST /2018-06-01/runtime/invocation/1/response HTTP/1.1\r\n", sent);
        Assert.Contains("\r\nContent-Length: 1\r\n", sent);
        Assert.Contains("\r\n\r\n7GET ", sent);
    }

    [Theory]
    [InlineData(0, "Content-Length: 8\r\n\r\n\"abcdef\"")]
    [InlineData(0, "Transfer-Encoding: chunked\r\n\r\n3\r\n\"ab\r\n5;x=y\r\ncdef\"\r\n0\r\nTrailer: t\r\n\r\n")]
    [InlineData(1, "Content-Length: 8\r\n\r\n\"abcdef\"")]
    [InlineData(1, "Transfer-Encoding: chunked\r\n\r\n3\r\n\"ab\r\n5;x=y\r\ncdef\"\r\n0\r\nTrailer: t\r\n\r\n")]
    public async Task A_response_may_come_in_any_pieces(int echo, string rest)
    {
        await using var connection = await Connection.AcceptAsync(s_echoes[echo]);
        await connection.ReadUntilAsync(Next);

        foreach (char piece in Head + rest)
        {
            await connection.WriteAsync(piece.ToString());
        }

        Assert.Contains("\"abcdef\"", await connection.ReadUntilAsync(Next));
        await connection.WriteAsync("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}" + Head + "Content-Length: 1\r\n\r\n7");
        Assert.Contains("\r\n\r\n7GET ", await connection.ReadUntilAsync(Next));
    }

    private sealed class Connection(TcpClient client, System.Diagnostics.Process process, DirectoryInfo folder) : IAsyncDisposable
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

        public static async Task<Connection> AcceptAsync((Interpreter Interpreter, string File, string Text) function)
        {
            var folder = Directory.CreateTempSubdirectory("brasa-function-");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, function.File), function.Text);
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var process = Function.StartProcess(function.Interpreter, folder.FullName, new Dictionary<string, string>
            {
                ["AWS_LAMBDA_RUNTIME_API"] = listener.LocalEndpoint.ToString()!,
                ["_HANDLER"] = "f.handler",
            });
            var client = await listener.AcceptTcpClientAsync().WaitAsync(s_patience);
            client.NoDelay = true;
            return new Connection(client, process, folder);
        }

        public async Task WriteAsync(string text) => await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

        /// <summary>Reads up to the end of the request that starts so.</summary>
        public async Task<string> ReadUntilAsync(string request)
        {
            var text = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (!(text.ToString().Contains(request) && text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)))
            {
                int count = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(s_patience);
                Assert.NotEqual(0, count);
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            return text.ToString();
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await process.WaitForExitAsync().WaitAsync(s_patience);
            process.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
