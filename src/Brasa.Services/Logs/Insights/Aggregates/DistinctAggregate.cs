using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>Counts values that differ.</summary>
internal sealed class DistinctAggregate(Expression value, MemoryBudget budget) : Aggregate
{
    /// <summary>Bytes that a value takes beside its characters.</summary>
    private const int Overhead = 80;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public override QueryValue Result => QueryValue.Of(seen.Count);

    public override void Add(QueryRow row)
    {
        if (value(row).ToString() is { } text && seen.Add(text)) budget.Take(Overhead + (2L * text.Length));
    }
}
