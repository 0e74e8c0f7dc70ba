using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>The sum, the mean or the standard deviation of numbers; other values are passed by.</summary>
internal sealed class NumberAggregate(Expression value, NumberMeasure measure) : Aggregate
{
    private long count;
    private double sum;
    private double mean;

    /// <summary>The sum of the squares of what differs from the mean, by Welford's method.</summary>
    private double squares;

    public override QueryValue Result => count == 0 ? default : QueryValue.Of(measure switch
    {
        NumberMeasure.Sum => sum,
        NumberMeasure.Mean => sum / count,
        _ => Math.Sqrt(squares / count),
    });

    public override void Add(QueryRow row)
    {
        if (!value(row).TryGetNumber(out var number)) return;
        count++;
        sum += number;
        var difference = number - mean;
        mean += difference / count;
        squares += difference * (number - mean);
    }
}
