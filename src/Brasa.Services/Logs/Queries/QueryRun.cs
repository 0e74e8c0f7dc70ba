using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Insights;

namespace Brasa.Services.Logs.Queries;

/// <summary>A query that was started. From <c>Scheduled</c> it comes to <c>Running</c>, and from either to an end that it stays in.</summary>
internal sealed class QueryRun(QueryOrder order, DateTimeOffset startedAt) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ended = new();
    private QueryStatus status = QueryStatus.Scheduled;
    private QueryScan scan = QueryScan.None;
    private QueryResult? result;
    private DateTimeOffset? endedAt;

    public string Id { get; } = Guid.NewGuid().ToString();

    public QueryOrder Order => order;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Canceled once it has ended and that was announced, and so when it is stopped.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>All of what can be seen of it, at one moment.</summary>
    public (QueryStatus Status, QueryScan Scan, QueryResult? Result, DateTimeOffset? EndedAt) State
    {
        get
        {
            lock (gate) return (status, scan, result, endedAt);
        }
    }

    /// <summary>Whether it is to be carried out now: it has not been stopped before.</summary>
    public bool TryBegin()
    {
        lock (gate)
        {
            if (status != QueryStatus.Scheduled) return false;
            status = QueryStatus.Running;
            return true;
        }
    }

    /// <summary>Tells what has been read so far.</summary>
    public void Report(QueryScan read)
    {
        lock (gate) scan = read;
    }

    /// <summary>Ends it, if it has not ended yet.</summary>
    /// <param name="end">How.</param>
    /// <param name="time">When.</param>
    /// <param name="found">What it found, if it is complete.</param>
    /// <returns>Whether it had not.</returns>
    public bool TryEnd(QueryStatus end, DateTimeOffset time, QueryResult? found = null)
    {
        lock (gate)
        {
            if (endedAt is not null) return false;
            (status, endedAt, result) = (end, time, found);
            if (found is not null) scan = found.Scan;
            return true;
        }
    }

    /// <summary>Tells those who wait for its end.</summary>
    public void Announce() => ended.Cancel();

    public void Dispose() => ended.Dispose();
}

/// <summary>What is to be queried.</summary>
/// <param name="Account">Whose query it is.</param>
/// <param name="Region">Where.</param>
/// <param name="Caller">Who started it, by ARN.</param>
/// <param name="Text">As it was sent.</param>
/// <param name="Query">As it was read.</param>
/// <param name="Ranges">Which events, of each group.</param>
/// <param name="Limit">Rows at most.</param>
internal sealed record QueryOrder(string Account, string Region, string Caller, string Text, InsightsQuery Query, IReadOnlyList<LogRange> Ranges, int Limit);
