using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Passes on the first of the rows that have the same values.</summary>
internal sealed class DedupStage(IReadOnlyList<string> fields, MemoryBudget budget) : QueryStage
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public override void Take(QueryRow row)
    {
        var key = RowKey.Of(fields.Select(row.Find));
        if (!seen.Add(key)) return;
        budget.Take(RowKey.SizeOf(key));
        Next!.Take(row);
    }
}
