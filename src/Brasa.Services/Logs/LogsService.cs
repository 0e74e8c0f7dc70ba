using Brasa.Core.Events;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.LiveTail;
using Brasa.Services.Logs.Queries;
using Brasa.Services.Logs.QueryDefinitions;
using Brasa.Services.Logs.ResourcePolicies;
using Brasa.Services.Logs.Streams;
using Brasa.Services.Logs.Subscriptions;
using Brasa.Wire.Hosting;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Logs;

/// <summary>Amazon CloudWatch Logs: what functions and others log, kept and handed on.</summary>
public sealed class LogsService : ILogStreams, IAsyncDisposable
{
    private readonly ILogStore store;
    private readonly TimeProvider clock;
    private readonly ILoggerFactory loggers;
    private readonly Documents<StoredGroup> documents;
    private readonly Documents<StoredPolicy> policies;
    private readonly Documents<StoredQuery> queries;
    private readonly LogGroups groups;
    private readonly Retention retention;
    private readonly LiveTails tails;
    private readonly QueryRuns runs;
    private readonly SemaphoreSlim searches = new(Math.Max(2, Environment.ProcessorCount));
    private Deliveries? deliveries;

    private LogsService(IResourceStore resources, ILogStore store, TimeProvider clock, ILoggerFactory loggers)
    {
        (this.store, this.clock, this.loggers) = (store, clock, loggers);
        documents = new Documents<StoredGroup>(resources, "logs", nameof(StoredGroup), LogsJson.Default.StoredGroup);
        policies = new Documents<StoredPolicy>(resources, "logs", nameof(StoredPolicy), LogsJson.Default.StoredPolicy);
        queries = new Documents<StoredQuery>(resources, "logs", nameof(StoredQuery), LogsJson.Default.StoredQuery);
        groups = new LogGroups(documents, clock, loggers.CreateLogger<LogGroups>());
        retention = new Retention(groups, store, clock);
        tails = new LiveTails(store);
        runs = new QueryRuns(store, clock, loggers.CreateLogger<QueryRuns>());
    }

    /// <summary>Loads what is stored, and is ready for requests when it returns.</summary>
    /// <param name="resources">Where all but events is stored.</param>
    /// <param name="store">Where events are stored.</param>
    /// <param name="clock">Time.</param>
    /// <param name="loggers">Makes logs.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<LogsService> StartAsync(IResourceStore resources, ILogStore store, TimeProvider clock, ILoggerFactory loggers, CancellationToken ct)
    {
        var service = new LogsService(resources, store, clock, loggers);
        await service.documents.LoadAsync(ct);
        await service.policies.LoadAsync(ct);
        await service.queries.LoadAsync(ct);
        return service;
    }

    /// <inheritdoc />
    public ILogStream Open(LogGroupKey group, string stream) => new FunctionStream(store.Open(group, stream), group, groups);

    /// <summary>The service for the wire; from now on it hands events on that subscription filters match. Once only.</summary>
    /// <param name="authorizer">Asked where a request is about several log groups.</param>
    /// <param name="targets">The functions.</param>
    public ServiceDefinition CreateDefinition(IAuthorizer authorizer, IEventTarget targets)
    {
        deliveries = new Deliveries(groups, store, targets, clock, loggers.CreateLogger<Deliveries>());
        return LogsOperationsTable.Define(new LogsParts(store, groups, retention, tails, policies, queries, runs, searches, authorizer, targets, clock));
    }

    /// <summary>Ends what would last for as long as its callers stay, and hands no more events on: the server is about to end.</summary>
    public void End()
    {
        tails.End();
        deliveries?.End();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        tails.Dispose();
        await runs.DisposeAsync();
        retention.Dispose();
        if (deliveries is not null) await deliveries.DisposeAsync();
        await groups.SettleAsync();
        searches.Dispose();
        documents.Dispose();
        policies.Dispose();
        queries.Dispose();
    }
}
