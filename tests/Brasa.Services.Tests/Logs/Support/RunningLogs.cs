using System.Text;
using Brasa.Contracts.Logs;
using Brasa.Core.Identity;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Logs;
using Brasa.Services.Logs.Events;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.LiveTail;
using Brasa.Services.Logs.QueryDefinitions;
using Brasa.Services.Logs.ResourcePolicies;
using Brasa.Services.Logs.Streams;
using Brasa.Services.Logs.Subscriptions;
using Brasa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Services.Tests.Logs.Support;

/// <summary>What operations on logs are made of, over a store of its own.</summary>
internal sealed class RunningLogs : IAsyncDisposable
{
    public const string Account = "111122223333", Region = "us-east-1", Group = "/app/group", Stream = "stream";

    /// <summary>When tests take place.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-logs-");
    private readonly SqliteResourceStore resources;
    private readonly Deliveries deliveries;

    public RunningLogs()
    {
        resources = new SqliteResourceStore(Path.Combine(directory.FullName, "resources.db"));
        Documents = new Documents<StoredGroup>(resources, "logs", nameof(StoredGroup), LogsJson.Default.StoredGroup);
        Policies = new Documents<StoredPolicy>(resources, "logs", nameof(StoredPolicy), LogsJson.Default.StoredPolicy);
        Queries = new Documents<StoredQuery>(resources, "logs", nameof(StoredQuery), LogsJson.Default.StoredQuery);
        Groups = new LogGroups(Documents, Clock, NullLogger<LogGroups>.Instance);
        Retention = new Retention(Groups, Store, Clock);
        Tails = new LiveTails(Store);
        deliveries = new Deliveries(Groups, Store, Target, Clock, NullLogger.Instance);
    }

    public static LogGroupKey Key => new(Account, Region, Group);

    public static long NowMs => Now.ToUnixTimeMilliseconds();

    public FakeTimeProvider Clock { get; } = new(Now);

    public FakeLogStore Store { get; } = new();

    public FakeTarget Target { get; } = new();

    public Documents<StoredGroup> Documents { get; }

    public Documents<StoredPolicy> Policies { get; }

    public Documents<StoredQuery> Queries { get; }

    public LogGroups Groups { get; }

    public Retention Retention { get; }

    public LiveTails Tails { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RequestContext Context(string account = Account, string region = Region) => new()
    {
        RequestId = "request", Account = account, Region = region, Principal = new AccountPrincipal(account), Endpoint = "http://localhost:4566", Time = Clock.GetUtcNow(),
    };

    public Task<NoOutput> CreateGroupAsync(string name = Group) => new CreateLogGroup(Groups).HandleAsync(new CreateLogGroupRequest { LogGroupName = name }, Context(), Ct);

    /// <summary>The group, and in it the stream.</summary>
    public async Task CreateAsync()
    {
        await CreateGroupAsync();
        await new CreateLogStream(Groups, Store).HandleAsync(new CreateLogStreamRequest { LogGroupName = Group, LogStreamName = Stream }, Context(), Ct);
    }

    public Task<PutLogEventsResponse> PutAsync(params (long Time, string Message)[] events) => new PutLogEvents(Groups, Store).HandleAsync(
        new PutLogEventsRequest
        {
            LogGroupName = Group, LogStreamName = Stream, LogEvents = [.. events.Select(item => new InputLogEvent { Timestamp = item.Time, Message = item.Message })],
        }, Context(), Ct);

    /// <summary>Stores events of a stream together.</summary>
    public Task StoreAsync(string stream, params string[] messages) =>
        Store.WriteAsync(Key, stream, [.. messages.Select(message => new NewLogEvent(NowMs, Encoding.UTF8.GetBytes(message)))], Ct);

    public async ValueTask DisposeAsync()
    {
        Tails.Dispose();
        Retention.Dispose();
        await deliveries.DisposeAsync();
        await Groups.SettleAsync();
        resources.Dispose();
        directory.Delete(recursive: true);
    }
}
