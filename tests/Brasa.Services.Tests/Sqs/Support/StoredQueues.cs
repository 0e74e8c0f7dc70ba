using System.Text;
using Brasa.Contracts.Sqs;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Sqs;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.Messages;
using Brasa.Services.Sqs.Queues;
using Brasa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Services.Tests.Sqs.Support;

/// <summary>Queues over stores of their own, as a server has them, in a time that the test lets pass.</summary>
internal sealed class StoredQueues : IDisposable
{
    public const string Account = "111122223333", Region = "us-east-1";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-sqs-");
    private readonly SqliteResourceStore resources;

    public StoredQueues(long cacheBytes = PayloadCache.DefaultBytes)
    {
        CacheBytes = cacheBytes;
        resources = new SqliteResourceStore(Path.Combine(directory.FullName, "resources.db"));
        Wall = new JumpingClock(Time);
        (Store, Payloads) = Open();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", provider: null));

    public JumpingClock Wall { get; }

    public MemoryMessages Disk { get; } = new();

    public QueueStore Store { get; private set; }

    public PayloadCache Payloads { get; private set; }

    public SqliteResourceStore Resources => resources;

    private long CacheBytes { get; }

    public RequestContext Context => new()
    {
        RequestId = "id", Account = Account, Region = Region, Principal = new AccountPrincipal(Account), Endpoint = "http://localhost:4566", Time = Wall.GetUtcNow(),
    };

    public static string ArnOf(string name) => $"arn:aws:sqs:{Region}:{Account}:{name}";

    public async Task<Queue> CreateAsync(string name, params (string Name, string Value)[] attributes)
    {
        var all = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value);
        if (name.EndsWith(".fifo", StringComparison.Ordinal)) all["FifoQueue"] = "true";
        await new CreateQueue(Store, new AttributeRules(Store)).HandleAsync(new CreateQueueRequest { QueueName = name, Attributes = all }, Context, CancellationToken.None);
        return Find(name);
    }

    public Queue Find(string name) => Store.Find(ArnOf(name))!;

    /// <summary>Sends a text; to FIFO queues with an id of its own unless one is given.</summary>
    public static async Task<SentMessage> SendAsync(Queue queue, string text, string? group = null, string? id = null, int? delay = null)
    {
        var fifo = queue.Name.IsFifo;
        var message = MessageRules.Check(Encoding.UTF8.GetBytes(text), null, null, Account, fifo ? group ?? "g" : group, fifo ? id ?? Guid.NewGuid().ToString() : id, delay, queue);
        return (await queue.SendAsync([message]))[0];
    }

    /// <summary>What is received at once.</summary>
    public static async Task<IReadOnlyList<DeliveredMessage>> ReceiveAsync(Queue queue, int most = 10, int? hiddenSeconds = null, string? attempt = null) =>
        await queue.ReceiveAsync(most, TimeSpan.Zero, hiddenSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, attempt, CancellationToken.None);

    public string TextOf(DeliveredMessage message) => Encoding.UTF8.GetString(Payloads.Read(message.Message)!.Body.Span);

    public async Task<string> TextsAsync(Queue queue, int most = 10) => string.Join(' ', (await ReceiveAsync(queue, most)).Select(TextOf));

    /// <summary>Starts again on what is on disk.</summary>
    /// <param name="isKilled">Whether what was to be written later is lost.</param>
    public async Task RestartAsync(bool isKilled)
    {
        if (!isKilled) await Store.FlushAsync();
        Store.Dispose();
        (Store, Payloads) = Open();
        await Store.LoadAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        Store.Dispose();
        resources.Dispose();
        directory.Delete(recursive: true);
    }

    private (QueueStore, PayloadCache) Open()
    {
        var payloads = new PayloadCache(Disk, CacheBytes);
        return (new QueueStore(resources, Disk, payloads, new Ticker(Wall), NullLogger.Instance), payloads);
    }
}
