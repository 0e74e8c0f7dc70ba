using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Counts the rows that match.</summary>
internal sealed class CountStage : QueryStage
{
    public long Count { get; private set; }

    public override void Take(QueryRow row)
    {
        Count++;
        Next!.Take(row);
    }
}
