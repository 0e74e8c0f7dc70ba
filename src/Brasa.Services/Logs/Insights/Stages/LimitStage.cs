using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Passes on the first rows.</summary>
internal sealed class LimitStage(int limit) : QueryStage
{
    private int count;

    public override void Take(QueryRow row)
    {
        if (count == limit) return;
        count++;
        Next!.Take(row);
    }
}
