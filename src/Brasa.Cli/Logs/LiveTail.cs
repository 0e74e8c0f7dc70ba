using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Brasa.Cli.Logs;

/// <summary>Some lines of a session, as they came.</summary>
/// <param name="Events">The lines.</param>
/// <param name="IsSampled">Whether there were more than the server sends.</param>
internal sealed record LiveTailUpdate(IReadOnlyList<LogEvent> Events, bool IsSampled);

/// <summary>A session of StartLiveTail: a stream of what is logged from now on.</summary>
/// <remarks>CloudWatch Logs API reference, StartLiveTail.</remarks>
internal sealed class LiveTail : IDisposable
{
    /// <summary>A server tells something every second, if only that there was nothing: one that has been silent for so long is lost.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage response;
    private readonly EventStreamReader reader;

    private LiveTail(HttpResponseMessage response, Stream stream)
    {
        this.response = response;
        reader = new EventStreamReader(stream);
    }

    /// <summary>Takes an answer, and reads until the session has begun.</summary>
    public static async Task<LiveTail> BeginAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var tail = new LiveTail(response, await response.Content.ReadAsStreamAsync(ct));
        try
        {
            while (await tail.ReadAsync(ct) is var message)
            {
                if (message is null) throw new TailBrokenException("the server ended the session before it began");
                if (EventType(message) == "sessionStart") break;
            }
        }
        catch
        {
            tail.Dispose();
            throw;
        }

        return tail;
    }

    /// <summary>What comes, until the server ends the session.</summary>
    /// <exception cref="TailBrokenException">It ends in any other way.</exception>
    public async IAsyncEnumerable<LiveTailUpdate> ReadUpdatesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await ReadAsync(ct) is { } message)
        {
            if (EventType(message) != "sessionUpdate") continue;
            var update = Parse(message);
            yield return new LiveTailUpdate(update.SessionResults ?? [], update.SessionMetadata is { Sampled: true });
        }
    }

    public void Dispose() => response.Dispose();

    private async Task<EventStreamMessage?> ReadAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Silence);
        try
        {
            var message = await reader.ReadAsync(patience.Token);
            return message is not null && message.Headers.GetValueOrDefault(":message-type") is "exception" or "error"
                ? throw new TailBrokenException($"the server ended the session with {message!.Headers.GetValueOrDefault(":exception-type") ?? message.Headers.GetValueOrDefault(":error-code")}")
                : message;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TailBrokenException("the server has fallen silent");
        }
        catch (Exception lost) when (lost is IOException or InvalidDataException or HttpRequestException)
        {
            throw new TailBrokenException($"the connection broke: {lost.Message}");
        }
    }

    private static SessionUpdate Parse(EventStreamMessage message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Payload.Span, LogsJson.Default.SessionUpdate) ?? throw new JsonException("nothing");
        }
        catch (JsonException wrong)
        {
            throw new TailBrokenException($"the server sent what is no log: {wrong.Message}");
        }
    }

    private static string? EventType(EventStreamMessage message) => message.Headers.GetValueOrDefault(":event-type");
}

/// <summary>A session is over that was to go on; another may be begun.</summary>
internal sealed class TailBrokenException(string message) : CliException(message);
