using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>A command of a query while it runs: it takes rows, and passes on what it makes of them.</summary>
internal abstract class QueryStage
{
    /// <summary>Who takes what is passed on.</summary>
    public QueryStage? Next { get; set; }

    public abstract void Take(QueryRow row);

    /// <summary>There are no more rows.</summary>
    public virtual void End() => Next?.End();
}
