using System.Collections.Concurrent;
using System.Text.Json;
using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Core.Storage;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.Messages;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Sqs;

/// <summary>All queues, in memory: what they are is in the store of resources, what is in them in that of messages.</summary>
internal sealed class QueueStore : IDisposable
{
    /// <summary>How long the name of a deleted queue is not given to another.</summary>
    /// <remarks>Amazon SQS API reference, "CreateQueue", QueueDeletedRecently.</remarks>
    private const long DeletedMs = 60_000;

    private const string Service = "sqs", Kind = "queue";

    private readonly ConcurrentDictionary<QueueName, Queue> queues = new();
    private readonly ConcurrentDictionary<QueueName, long> deleted = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly IResourceStore resources;
    private readonly IMessageStore messages;
    private readonly Ticker ticker;
    private readonly QueueSurroundings surroundings;
    private volatile bool isEnding;

    /// <param name="resources">Where queues are stored.</param>
    /// <param name="messages">Where messages are.</param>
    /// <param name="payloads">Those of them in memory.</param>
    /// <param name="ticker">Time.</param>
    /// <param name="log">The server's own log.</param>
    public QueueStore(IResourceStore resources, IMessageStore messages, PayloadCache payloads, Ticker ticker, ILogger log)
    {
        this.resources = resources;
        this.messages = messages;
        this.ticker = ticker;
        surroundings = new QueueSurroundings(messages, payloads, ticker, Find, log);
    }

    public IEnumerable<Queue> All => queues.Values;

    /// <summary>Reads what is stored, and removes messages of queues that are gone.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var byStoreName = new Dictionary<string, Queue>(StringComparer.Ordinal);
        await foreach (var item in resources.ReadAllAsync(new ResourcePrefix(Service, Kind), ct))
        {
            var definition = JsonSerializer.Deserialize(item.Document.Span, SqsJson.Default.QueueDefinition) ?? throw new InvalidDataException($"{item.Key} is empty.");
            var queue = new Queue(definition, surroundings);
            queues[queue.Name] = queue;
            byStoreName[queue.StoreName] = queue;
        }

        var orphans = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stored in messages.Load(Queue.StorePrefix))
        {
            if (byStoreName.TryGetValue(stored.Queue, out var queue)) queue.Restore(stored);
            else orphans.Add(stored.Queue);
        }

        if (orphans.Count > 0) await messages.WriteAsync([.. orphans.Select(name => new MessageWrite.Clear(name))], ct);
    }

    /// <summary>The queue of an ARN; <c>null</c> where there is none.</summary>
    public Queue? Find(string arn) => QueueName.OfArn(arn) is { } name ? queues.GetValueOrDefault(name) : null;

    /// <summary>The queue of that name.</summary>
    /// <exception cref="QueueDoesNotExistException">There is none.</exception>
    public Queue Get(QueueName name) => queues.GetValueOrDefault(name) ?? throw SqsErrors.NoQueue();

    /// <summary>The queue that a request names.</summary>
    /// <exception cref="QueueDoesNotExistException">There is none.</exception>
    public Queue Get(string queueUrl, RequestContext context) => Get(QueueUrls.Parse(queueUrl, context));

    /// <summary>Queues of an account in a region after a name, or all, by name.</summary>
    public IEnumerable<Queue> List(RequestContext context, string? after) => queues.Values
        .Where(queue => queue.Name.Account == context.Account && queue.Name.Region == context.Region && (after is null || string.CompareOrdinal(queue.Name.Name, after) > 0))
        .OrderBy(queue => queue.Name.Name, StringComparer.Ordinal);

    /// <summary>Queues whose dead-letter queue this one is, by name.</summary>
    public IEnumerable<Queue> SourcesOf(Queue deadLetters, string? after = null) => queues.Values
        .Where(queue => queue.Settings.Redrive?.TargetArn == deadLetters.Name.Arn && (after is null || string.CompareOrdinal(queue.Name.Name, after) > 0))
        .OrderBy(queue => queue.Name.Name, StringComparer.Ordinal);

    /// <summary>Makes a queue, unless there is one of that name already.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="make">What it is to be; asked where there is none.</param>
    /// <param name="check">Asked about the one there is.</param>
    public async Task<Queue> CreateAsync(QueueName name, Func<QueueDefinition> make, Action<Queue> check)
    {
        await turn.WaitAsync(CancellationToken.None);
        try
        {
            if (queues.TryGetValue(name, out var present))
            {
                check(present);
                return present;
            }

            if (deleted.TryGetValue(name, out var since))
            {
                if (since + DeletedMs > ticker.Now) throw new QueueDeletedRecentlyException("You must wait 60 seconds after deleting a queue before you can create another with the same name.");
                deleted.TryRemove(name, out _);
            }

            var definition = make();
            await WriteAsync(name, definition);
            var queue = new Queue(definition, surroundings);
            if (isEnding) queue.EndWaits();
            return queues[name] = queue;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Replaces what a queue is by what <paramref name="change"/> makes of it; when this returns, it is on disk.</summary>
    public async Task UpdateAsync(QueueName name, Func<QueueDefinition, QueueDefinition> change)
    {
        await turn.WaitAsync(CancellationToken.None);
        try
        {
            var queue = Get(name);
            var after = change(queue.Definition);
            await WriteAsync(name, after);
            queue.Become(after);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes a queue with all its messages.</summary>
    public async Task DeleteAsync(QueueName name)
    {
        await turn.WaitAsync(CancellationToken.None);
        try
        {
            var queue = Get(name);
            await WriteAsync(name, null);
            queues.TryRemove(name, out _);
            deleted[name] = ticker.Now;
            queue.Delete();

            // The next start does it where this is not reached.
            await messages.WriteAsync([new MessageWrite.Clear(queue.StoreName)], CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes of all queues what has been received since the last time.</summary>
    public Task FlushAsync()
    {
        var now = ticker.Now;
        foreach (var (name, since) in deleted)
        {
            if (since + DeletedMs <= now) deleted.TryRemove(name, out _);
        }

        return Task.WhenAll(queues.Values.Select(queue => queue.FlushAsync()));
    }

    /// <summary>Answers all who wait for messages with none, now and from now on.</summary>
    public void EndWaits()
    {
        isEnding = true;
        foreach (var queue in queues.Values) queue.EndWaits();
    }

    public void Dispose()
    {
        foreach (var queue in queues.Values) queue.Dispose();
        turn.Dispose();
    }

    private async Task WriteAsync(QueueName name, QueueDefinition? definition)
    {
        var document = definition is null ? default(ReadOnlyMemory<byte>?) : JsonSerializer.SerializeToUtf8Bytes(definition, SqsJson.Default.QueueDefinition);
        await resources.WriteAsync([new ResourceWrite(new ResourceKey(Service, Kind, name.Account, name.Region, name.Name), document)], CancellationToken.None);
    }
}
