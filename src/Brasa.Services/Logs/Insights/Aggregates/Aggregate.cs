using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>Makes one value of those of many rows.</summary>
internal abstract class Aggregate
{
    public abstract QueryValue Result { get; }

    public abstract void Add(QueryRow row);
}
