using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>The value of the row that is first or last by a key.</summary>
/// <param name="value">The value; rows without one are passed by.</param>
/// <param name="key">The key: the value itself, or the row's time.</param>
/// <param name="isText">Whether keys are compared as texts, whatever they look like.</param>
/// <param name="sign">1 for the last, -1 for the first.</param>
internal sealed class ExtremeAggregate(Expression value, Expression key, bool isText, int sign) : Aggregate
{
    private QueryValue extreme;
    private QueryValue result;

    public override QueryValue Result => result;

    public override void Add(QueryRow row)
    {
        var (candidate, its) = (value(row), key(row));
        if (candidate.IsMissing || its.IsMissing) return;
        if (!extreme.IsMissing && sign * Compare(its) <= 0) return;
        (result, extreme) = (candidate, its);
    }

    private int Compare(QueryValue other) =>
        isText ? string.CompareOrdinal(other.ToString(), extreme.ToString()) : other.CompareTo(extreme);
}
