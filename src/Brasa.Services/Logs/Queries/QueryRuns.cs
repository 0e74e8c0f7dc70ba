using System.Collections.Concurrent;
using System.Threading.Channels;
using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Insights;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Logs.Queries;

/// <summary>Runs queries, a few at a time and on threads of its own, and keeps what they found for a while.</summary>
internal sealed class QueryRuns : IAsyncDisposable
{
    /// <summary>Queries of an account in a region that have not ended.</summary>
    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas", query concurrency.</remarks>
    public const int MostAtOnce = 100;

    /// <summary>Queries that are carried out at the same time; others wait.</summary>
    private const int Workers = 2;

    /// <summary>Queries of all accounts that have ended and are remembered.</summary>
    private const int MostKept = 1_000;

    /// <summary>Bytes of results that are kept, roughly; the oldest go first.</summary>
    private const long MostBytes = 256L * 1_048_576;

    /// <summary>How long results are kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas", query timeout.</remarks>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(60);

    /// <summary>Queries that wait, of all accounts; stopped ones are among them until their turn comes.</summary>
    private const int MostScheduled = 1_000;

    private readonly ILogStore store;
    private readonly TimeProvider clock;
    private readonly ILogger<QueryRuns> log;
    private readonly ConcurrentDictionary<string, QueryRun> runs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<QueryRun> ended = new();
    private readonly Lock trimming = new();
    private readonly Channel<QueryRun> scheduled = Channel.CreateUnbounded<QueryRun>();
    private readonly CancellationTokenSource end = new();
    private readonly Task[] workers;
    private long keptBytes;

    public QueryRuns(ILogStore store, TimeProvider clock, ILogger<QueryRuns> log)
    {
        (this.store, this.clock, this.log) = (store, clock, log);
        workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(WorkAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())];
    }

    /// <summary>The queries of an account in a region that are remembered.</summary>
    public IEnumerable<QueryRun> In(string account, string region) => runs.Values.Where(run => run.Order.Account == account && run.Order.Region == region);

    /// <summary>An account's query; <c>null</c> where there is none of that id, or no more.</summary>
    public QueryRun? Find(string account, string region, string id) =>
        runs.GetValueOrDefault(id) is { } run && run.Order.Account == account && run.Order.Region == region ? run : null;

    /// <exception cref="LimitExceededException">Too many have not ended.</exception>
    public QueryRun Start(QueryOrder order)
    {
        if (In(order.Account, order.Region).Count(known => known.State.EndedAt is null) >= MostAtOnce)
            throw new LimitExceededException("Account maximum query concurrency limit reached.");
        if (scheduled.Reader.Count >= MostScheduled) throw new LimitExceededException($"{MostScheduled} queries of this server wait already, stopped ones among them.");
        var run = new QueryRun(order, clock.GetUtcNow());
        runs[run.Id] = run;
        scheduled.Writer.TryWrite(run);
        return run;
    }

    /// <returns>Whether it had not ended.</returns>
    public bool Stop(QueryRun run)
    {
        if (!run.TryEnd(QueryStatus.Cancelled, clock.GetUtcNow())) return false;
        Keep(run);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        scheduled.Writer.Complete();
        await end.CancelAsync();
        await Task.WhenAll(workers);
        foreach (var run in runs.Values) run.Dispose();
        end.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (var run in scheduled.Reader.ReadAllAsync())
        {
            if (!end.IsCancellationRequested && run.TryBegin()) Carry(run);
        }
    }

    private void Carry(QueryRun run)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, run.Ended, end.Token);
        var (status, result) = (QueryStatus.Failed, (QueryResult?)null);
        try
        {
            result = run.Order.Query.Run(EventMerge.Read(store, run.Order.Ranges), run.Order.Limit, run.Report, any.Token);
            status = QueryStatus.Complete;
        }
        catch (OperationCanceledException)
        {
            status = timeout.IsCancellationRequested ? QueryStatus.Timeout : QueryStatus.Cancelled;
        }
        catch (Exception failure)
        {
            log.QueryFailed(failure, run.Id);
        }

        if (run.TryEnd(status, clock.GetUtcNow(), result)) Keep(run);
    }

    /// <summary>Remembers one that has ended, forgets the oldest where there is too much, and tells those who wait for it.</summary>
    private void Keep(QueryRun run)
    {
        lock (trimming)
        {
            ended.Enqueue(run);
            keptBytes += run.State.Result?.Size ?? 0;
            while (ended.TryPeek(out var oldest) && (ended.Count > MostKept || (keptBytes > MostBytes && oldest != run) || oldest.State.EndedAt < clock.GetUtcNow() - Kept))
            {
                ended.TryDequeue(out _);
                runs.TryRemove(oldest.Id, out _);
                keptBytes -= oldest.State.Result?.Size ?? 0;
                oldest.Dispose();
            }

            run.Announce();
        }
    }
}

internal static partial class QueryRunsLog
{
    [LoggerMessage(EventId = 4021, Level = LogLevel.Warning, Message = "The query {Id} of logs failed")]
    public static partial void QueryFailed(this ILogger log, Exception failure, string id);
}
