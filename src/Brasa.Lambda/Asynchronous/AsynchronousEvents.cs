using System.Collections.Concurrent;
using System.Text.Json;
using Brasa.Core.Events;
using Brasa.Core.Queues;
using Brasa.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Events that nobody waits for: on disk before they are accepted, and there until they have been dealt with.</summary>
internal sealed class AsynchronousEvents : IAsyncDisposable
{
    private const string Prefix = "async/";

    /// <summary>How long what has been dealt with may take to be written, at the end of the server.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<FunctionKey, FunctionEvents> queues = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly PayloadCache cache = new(PayloadCache.DefaultCapacity);
    private readonly FunctionStore functions;
    private readonly IMessageStore store;
    private readonly EventTime time;
    private readonly EventAttempts attempts;
    private readonly EventEndings endings;
    private readonly ILogger log;

    /// <param name="functions">The functions.</param>
    /// <param name="store">Where events are stored.</param>
    /// <param name="destinations">Where records of them can go.</param>
    /// <param name="roles">Tells what functions' roles may.</param>
    /// <param name="run">Runs them.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">The server's own log.</param>
    public AsynchronousEvents(
        FunctionStore functions, IMessageStore store, DestinationRegistry destinations, ExecutionRoles roles, RunInvocation run, TimeProvider clock, ILogger<AsynchronousEvents> log)
    {
        (this.functions, this.store, this.log) = (functions, store, log);
        time = new EventTime(clock);
        attempts = new EventAttempts(functions, store, cache, run, time, log, stopping.Token);
        endings = new EventEndings(store, destinations, roles, time, log, stopping.Token);
    }

    /// <summary>Goes on with all that is stored; called once, before the first event is accepted.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        var lost = new List<MessageWrite>();
        foreach (var message in store.Load(Prefix))
        {
            if (KeyOf(message.Queue) is { } key && functions.Find(key) is not null && TryParse(message) is { } stored)
                QueueOf(key).Add(new PendingEvent(message.Id, stored, time.Of(stored.AcceptedAt), time.Of(stored.DueAt)));
            else lost.Add(new MessageWrite.Remove(message.Id));
        }

        if (lost.Count > 0) await store.WriteAsync(lost, ct);
    }

    /// <summary>Accepts an event; it is on disk when this returns.</summary>
    /// <param name="reference">The function, with what was said of its version.</param>
    /// <param name="requestId">A lower-case UUID; the same at each attempt.</param>
    /// <param name="payload">The event, UTF-8 JSON; not changed after this.</param>
    /// <param name="traceId">The <c>X-Amzn-Trace-Id</c> of its invocations.</param>
    /// <param name="tenant">Whose it is, where the function isolates tenants.</param>
    /// <param name="ct">Ends the wait for a turn.</param>
    /// <exception cref="IOException">It could not be stored.</exception>
    public async Task AcceptAsync(FunctionReference reference, string requestId, ReadOnlyMemory<byte> payload, string traceId, string? tenant, CancellationToken ct)
    {
        var now = time.WallNow;
        var stored = new StoredEvent { RequestId = requestId, Qualifier = reference.Qualifier, TraceId = traceId, Tenant = tenant, AcceptedAt = now, DueAt = now };
        var ids = await store.WriteAsync([new MessageWrite.Add(QueueName(reference.Key), stored.ToBytes(), payload)], ct);
        var one = new PendingEvent(ids[0], stored, time.Now, time.Now);
        cache.Keep(one, payload);
        QueueOf(reference.Key).Add(one);
    }

    /// <summary>The function is deleted: its events go with it.</summary>
    public async Task DropAsync(FunctionKey key)
    {
        if (queues.TryRemove(key, out var queue)) queue.Dispose();
        await store.WriteAsync([new MessageWrite.Clear(QueueName(key))], CancellationToken.None);
    }

    /// <summary>How many events of a function wait.</summary>
    public int CountWaiting(FunctionKey key) => queues.TryGetValue(key, out var queue) ? queue.Count : 0;

    /// <summary>Tries nothing any more; what comes of attempts from now on is not their functions' doing.</summary>
    public void Stop()
    {
        stopping.Cancel();
        foreach (var queue in queues.Values) queue.Dispose();
    }

    /// <summary>Waits for those that are being ended, once no environment runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        try
        {
            await Task.WhenAll(queues.Values.Select(queue => queue.Settled)).WaitAsync(EndTime);
        }
        catch (TimeoutException)
        {
            // What is not written by now is run again at the next start.
        }
    }

    private FunctionEvents QueueOf(FunctionKey key) =>
        queues.GetOrAdd(key, static (key, self) => new FunctionEvents(key, self.attempts, self.endings, self.store, self.time, self.log), this);

    private StoredEvent? TryParse(StoredMessage message)
    {
        try
        {
            return StoredEvent.Parse(message.State.Span);
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException)
        {
            log.EventBroken(broken, message.Id, message.Queue);
            return null;
        }
    }

    private static string QueueName(FunctionKey key) => $"{Prefix}{key.Account}/{key.Region}/{key.Name}";

    private static FunctionKey? KeyOf(string queue) =>
        queue.Split('/') is [_, var account, var region, var name] ? new FunctionKey(account, region, name) : null;
}
