using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>Counts rows, or those that have a value.</summary>
internal sealed class CountAggregate(Expression? value) : Aggregate
{
    private long count;

    public override QueryValue Result => QueryValue.Of(count);

    public override void Add(QueryRow row)
    {
        if (value?.Invoke(row).IsMissing != true) count++;
    }
}
