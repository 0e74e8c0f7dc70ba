using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Brasa.Bench.Baseline;

/// <summary>
/// The least a server can do that hands an event to a waiting process and its answer back: no sandbox, no AWS protocol, no log, no limits.
/// </summary>
/// <remarks>As in Brasa the worker that went idle last is used first, and continuations run on the thread that completes them.</remarks>
internal sealed class Rendezvous
{
    private const string Response = "/response/";

    private readonly Lock gate = new();
    private readonly Stack<TaskCompletionSource<Turn>> idle = new();
    private readonly Queue<Turn> waiting = new();
    private readonly ConcurrentDictionary<long, Turn> running = new();
    private long lastId;

    /// <summary>One event, until it is answered.</summary>
    private sealed record Turn(long Id, byte[] Event)
    {
        public TaskCompletionSource<byte[]> Answer { get; } = new();
    }

    /// <summary>Prints the port it took, and serves until its standard input ends, which it does with whoever started it.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        });

        await using var app = builder.Build();
        app.Run(new Rendezvous().ServeAsync);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);

        await Console.In.ReadToEndAsync();
        Environment.Exit(0);
    }

    private Task ServeAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/next" => NextAsync(http),
        "/invoke" => InvokeAsync(http),
        { } path when path.StartsWith(Response, StringComparison.Ordinal) => AnswerAsync(http, path.AsMemory(Response.Length)),
        _ => throw new InvalidOperationException($"Nothing is served at {http.Request.Path}."),
    };

    private async Task InvokeAsync(HttpContext http)
    {
        var turn = new Turn(Interlocked.Increment(ref lastId), await ReadAsync(http.Request));
        running[turn.Id] = turn;

        TaskCompletionSource<Turn>? worker;
        lock (gate)
        {
            if (!idle.TryPop(out worker)) waiting.Enqueue(turn);
        }

        worker?.SetResult(turn);
        await WriteAsync(http.Response, await turn.Answer.Task);
    }

    private async Task NextAsync(HttpContext http)
    {
        var worker = new TaskCompletionSource<Turn>();
        Turn? turn;
        lock (gate)
        {
            if (!waiting.TryDequeue(out turn)) idle.Push(worker);
        }

        turn ??= await worker.Task;
        http.Response.Headers["Id"] = turn.Id.ToString(CultureInfo.InvariantCulture);
        await WriteAsync(http.Response, turn.Event);
    }

    private async Task AnswerAsync(HttpContext http, ReadOnlyMemory<char> id)
    {
        running.TryRemove(long.Parse(id.Span, CultureInfo.InvariantCulture), out var turn);
        turn!.Answer.SetResult(await ReadAsync(http.Request));
        http.Response.ContentLength = 0;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        var body = GC.AllocateUninitializedArray<byte>((int)request.ContentLength!.Value);
        await request.Body.ReadExactlyAsync(body);
        return body;
    }

    private static async Task WriteAsync(HttpResponse response, byte[] body)
    {
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }
}
