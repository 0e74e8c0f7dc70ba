using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Passes on rows that a condition holds for.</summary>
internal sealed class FilterStage(Expression condition) : QueryStage
{
    public override void Take(QueryRow row)
    {
        if (condition(row).IsTrue) Next!.Take(row);
    }
}
