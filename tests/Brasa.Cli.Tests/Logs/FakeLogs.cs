using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Brasa.Cli.Aws;
using Brasa.Cli.Logs;

namespace Brasa.Cli.Tests.Logs;

/// <summary>A log group in memory, with sessions of StartLiveTail, and what a reader of it prints.</summary>
internal sealed class FakeLogs : HttpMessageHandler
{
    private const int Page = 2;

    private readonly List<LogEvent> stored = [];
    private readonly List<Pipe> sessions = [];
    private readonly Channel<string> printed = Channel.CreateUnbounded<string>();
    private bool isAway;

    /// <summary>The bodies of what was asked, after the operation's name.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Called as a session begins, before what is stored can be fetched again.</summary>
    public Action OnSession { get; set; } = () => { };

    public LogReader Reader(LogQuery query) => new(
        new LogsClient(new AwsClient(new HttpClient(this) { BaseAddress = new Uri("http://logs.test") }, new Caller(null, "eu-west-1", ""), TimeProvider.System), "eu-west-1"),
        new LogGroup("g", "arn:g"), query, lines => { foreach (var line in lines) printed.Writer.TryWrite(line.Message); }, _ => { }, new Hurry());

    /// <summary>What is printed next.</summary>
    public async Task<string> NextAsync() => await printed.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>All that was printed and not looked at.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (printed.Reader.TryRead(out var line)) rest.Add(line);
        return rest;
    }

    public void Store(params IEnumerable<string> messages)
    {
        lock (stored) stored.AddRange(messages.Select(Event));
    }

    public void Send(bool isSampled, params IEnumerable<string> messages)
    {
        var json = JsonSerializer.Serialize(new SessionUpdate(new SessionMetadata(isSampled), [.. messages.Select(Event)]), LogsJson.Default.SessionUpdate);
        sessions[^1].Writer.WriteAsync(EventStreamFrame.Event("sessionUpdate", json)).AsTask().Wait();
    }

    /// <summary>Ends the session, and answers nobody until <see cref="Return"/>.</summary>
    public void GoAway()
    {
        isAway = true;
        sessions[^1].Writer.Complete(new IOException("reset"));
    }

    public void Return() => isAway = false;

    /// <summary>A line stamped by the number that its text ends with.</summary>
    private static LogEvent Event(string message) => new(1_000_000 + int.Parse(message.Split(' ')[1]), 1_000_000 + int.Parse(message.Split(' ')[1]), "s", message);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (isAway) throw new HttpRequestException("refused");
        var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1];
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (Asked) Asked.Add($"{operation} {body}");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = operation == "StartLiveTail" ? Begin() : Fetch(body) };
    }

    private StreamContent Begin()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        pipe.Writer.WriteAsync((byte[])[.. EventStreamFrame.Event("initial-response", "{}"), .. EventStreamFrame.Event("sessionStart", "{}")]).AsTask().Wait();
        sessions.Add(pipe);
        OnSession();
        return new StreamContent(pipe.Reader.AsStream());
    }

    private StringContent Fetch(string body)
    {
        var asked = JsonSerializer.Deserialize(body, LogsJson.Default.FilterLogEvents)!;
        lock (stored)
        {
            var begin = asked.NextToken is { } token ? int.Parse(token) : 0;
            var rest = stored.Where(line => line.Timestamp >= asked.StartTime).OrderBy(line => line.Timestamp).Skip(begin).ToList();
            return new StringContent(JsonSerializer.Serialize(
                new FilteredLogEvents([.. rest.Take(Page)], rest.Count > Page ? $"{begin + Page}" : null), LogsJson.Default.FilteredLogEvents));
        }
    }

    /// <summary>Nothing is waited for.</summary>
    private sealed class Hurry : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
