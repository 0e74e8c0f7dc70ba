using System.Globalization;
using Brasa.Services.Logs.Insights.Syntax;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>The functions of <c>stats</c>.</summary>
/// <remarks>CloudWatch Logs User Guide, "stats", Functions to aggregate and Non-aggregation functions.</remarks>
internal static class AggregateTable
{
    /// <summary>Reads a call behind its parenthesis; <c>null</c> where it is of another function.</summary>
    public static Func<MemoryBudget, Aggregate>? TryRead(string name, TokenReader reader, Func<Expression> readArgument)
    {
        Func<Expression, Func<MemoryBudget, Aggregate>>? make = name.ToLowerInvariant() switch
        {
            "count" => value => _ => new CountAggregate(value),
            "count_distinct" => value => budget => new DistinctAggregate(value, budget),
            "sum" => value => _ => new NumberAggregate(value, NumberMeasure.Sum),
            "avg" => value => _ => new NumberAggregate(value, NumberMeasure.Mean),
            "stddev" => value => _ => new NumberAggregate(value, NumberMeasure.Deviation),
            "min" => value => _ => new ExtremeAggregate(value, value, isText: false, sign: -1),
            "max" => value => _ => new ExtremeAggregate(value, value, isText: false, sign: 1),
            "sortsfirst" => value => _ => new ExtremeAggregate(value, value, isText: true, sign: -1),
            "sortslast" => value => _ => new ExtremeAggregate(value, value, isText: true, sign: 1),
            "earliest" => value => _ => new ExtremeAggregate(value, row => row.Find("@timestamp"), isText: false, sign: -1),
            "latest" => value => _ => new ExtremeAggregate(value, row => row.Find("@timestamp"), isText: false, sign: 1),
            "pct" or "percentile" => ReadPercentile,
            _ => null,
        };
        if (make is null) return null;

        if (name.Equals("count", StringComparison.OrdinalIgnoreCase) && (reader.TryTakeSymbol("*") || reader.Next is { Kind: TokenKind.Symbol, Text: ")" }))
        {
            reader.TakeSymbol(")");
            return _ => new CountAggregate(null);
        }

        var aggregate = make(readArgument());
        reader.TakeSymbol(")");
        return aggregate;

        Func<MemoryBudget, Aggregate> ReadPercentile(Expression value)
        {
            reader.TakeSymbol(",");
            var token = reader.Take(TokenKind.Number);
            var percent = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return percent is >= 0 and <= 100 ? budget => new PercentileAggregate(value, percent, budget) : throw reader.Unexpected(token);
        }
    }
}
