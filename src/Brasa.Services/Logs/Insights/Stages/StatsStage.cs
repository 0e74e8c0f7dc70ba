using Brasa.Services.Logs.Insights.Aggregates;
using Brasa.Services.Logs.Insights.Syntax;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Makes one row of all that have the same keys.</summary>
/// <param name="keys">The keys, by name.</param>
/// <param name="aggregates">What is made of the rows.</param>
/// <param name="results">What is computed of that, by name.</param>
/// <param name="budget">What the groups may take.</param>
internal sealed class StatsStage(
    IReadOnlyList<KeyValuePair<string, Expression>> keys,
    IReadOnlyList<Func<MemoryBudget, Aggregate>> aggregates,
    IReadOnlyList<KeyValuePair<string, Expression>> results,
    MemoryBudget budget) : QueryStage
{
    /// <summary>Bytes that a group takes beside its key, and for each of its aggregates.</summary>
    private const int Overhead = 200;

    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);

    public override void Take(QueryRow row)
    {
        var values = new QueryValue[keys.Count];
        for (var i = 0; i < values.Length; i++) values[i] = keys[i].Value(row);

        var key = RowKey.Of(values);
        if (!groups.TryGetValue(key, out var group))
        {
            budget.Take((2 * RowKey.SizeOf(key)) + (Overhead * (1L + aggregates.Count)));
            groups[key] = group = new Group(values, [.. aggregates.Select(make => make(budget))]);
        }

        foreach (var aggregate in group.Aggregates) aggregate.Add(row);
    }

    public override void End()
    {
        foreach (var group in groups.Values)
        {
            var row = new QueryRow(source: null);
            for (var i = 0; i < keys.Count; i++) row.Set(keys[i].Key, group.Keys[i]);
            for (var i = 0; i < group.Aggregates.Length; i++) row.Set(ExpressionParser.AggregateName(i), group.Aggregates[i].Result);
            foreach (var (name, value) in results) row.Set(name, value(row));
            Next!.Take(row);
        }

        base.End();
    }

    private sealed record Group(QueryValue[] Keys, Aggregate[] Aggregates);
}
