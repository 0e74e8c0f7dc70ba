using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>The number that a percentage of all is not above.</summary>
internal sealed class PercentileAggregate(Expression value, double percent, MemoryBudget budget) : Aggregate
{
    private readonly List<double> numbers = [];

    public override QueryValue Result
    {
        get
        {
            if (numbers.Count == 0) return default;
            numbers.Sort();
            var rank = (int)Math.Ceiling(percent / 100 * numbers.Count);
            return QueryValue.Of(numbers[Math.Clamp(rank - 1, 0, numbers.Count - 1)]);
        }
    }

    public override void Add(QueryRow row)
    {
        if (!value(row).TryGetNumber(out var number)) return;
        // A list takes twice as much while it grows.
        budget.Take(2 * sizeof(double));
        numbers.Add(number);
    }
}
