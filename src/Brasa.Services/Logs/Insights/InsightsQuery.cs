using System.Collections.Immutable;
using Brasa.Services.Logs.Insights.Fields;
using Brasa.Services.Logs.Insights.Stages;
using Brasa.Services.Logs.Insights.Syntax;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights;

/// <summary>A query in the language of CloudWatch Logs Insights. Immutable, and safe for concurrent use.</summary>
/// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs Insights language query syntax".</remarks>
public sealed class InsightsQuery
{
    /// <summary>Rows of a result, and what they are limited to where a query does not say.</summary>
    public const int MaxRows = 10_000;

    /// <summary>Bytes that one run may keep: groups, rows to be sorted, and the result.</summary>
    private const long MaxBytes = 128L * 1_048_576;

    /// <summary>Events after which it is seen whether a run is to end.</summary>
    private const int EventsBetweenChecks = 256;

    private readonly ImmutableArray<Func<MemoryBudget, QueryStage>> stages;
    private readonly ImmutableArray<string> columns;

    internal InsightsQuery(ImmutableArray<Func<MemoryBudget, QueryStage>> stages, ImmutableArray<string> columns)
    {
        this.stages = stages;
        this.columns = columns;
    }

    /// <summary>Reads a query.</summary>
    /// <exception cref="QuerySyntaxException">It is malformed, or has commands or functions that are not carried out.</exception>
    public static InsightsQuery Parse(string query, QueryWindow window) => new QueryParser(query, window).Read();

    /// <summary>Runs it.</summary>
    /// <param name="events">The events, the latest first; read as they are needed.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="progress">Told now and then what has been read.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="QueryTooLargeException">It needs more memory than it is given.</exception>
    public QueryResult Run(IEnumerable<QueriedEvent> events, int limit, Action<QueryScan>? progress, CancellationToken ct)
    {
        var budget = new MemoryBudget(MaxBytes);
        var result = new ResultStage(columns, Math.Min(limit, MaxRows), budget);
        var running = stages.Select(make => make(budget)).Append(result).ToList();
        for (var i = 0; i + 1 < running.Count; i++) running[i].Next = running[i + 1];
        var matched = running.OfType<CountStage>().Single();

        var (records, bytes) = (0L, 0L);
        foreach (var queried in events)
        {
            if (records++ % EventsBetweenChecks == 0)
            {
                ct.ThrowIfCancellationRequested();
                progress?.Invoke(new QueryScan(matched.Count, records, bytes));
            }

            bytes += queried.Event.Message.Length;
            running[0].Take(new QueryRow(new EventFields(queried)));
        }

        running[0].End();
        return new QueryResult(result.Rows, new QueryScan(matched.Count, records, bytes), result.Size);
    }
}
