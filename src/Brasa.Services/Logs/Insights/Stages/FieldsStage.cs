using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Computes fields.</summary>
internal sealed class FieldsStage(IReadOnlyList<KeyValuePair<string, Expression>> fields) : QueryStage
{
    public override void Take(QueryRow row)
    {
        foreach (var (name, value) in fields) row.Set(name, value(row));
        Next!.Take(row);
    }
}
