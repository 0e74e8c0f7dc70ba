using Brasa.Services.Logs.Insights.Syntax;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>Functions that have a period of time among their arguments.</summary>
internal static class TimeFunctions
{
    /// <summary>Reads a call behind its parenthesis; <c>null</c> where it is of another function.</summary>
    public static Expression? TryRead(string name, TokenReader reader, Func<Expression> readArgument)
    {
        switch (name.ToLowerInvariant())
        {
            case "bin":
                return Round(row => row.Find("@timestamp"), ReadPeriod(reader).Floor);
            case "datefloor":
                return Round(ReadTime(reader, readArgument), ReadPeriod(reader).Floor);
            case "dateceil":
                return Round(ReadTime(reader, readArgument), ReadPeriod(reader).Ceiling);
            default:
                return null;
        }
    }

    private static Expression Round(Expression time, Func<double, double> round) =>
        row => QueryValue.OfTime(time(row) is var value && value.TryGetNumber(out var number) && !QueryValue.OfTime(number).IsMissing ? round(number) : double.NaN);

    private static Expression ReadTime(TokenReader reader, Func<Expression> readArgument)
    {
        var time = readArgument();
        reader.TakeSymbol(",");
        return time;
    }

    private static Period ReadPeriod(TokenReader reader)
    {
        var token = reader.Take(TokenKind.Period);
        if (!Period.TryParse(token.Text, out var period)) throw reader.Unexpected(token);
        reader.TakeSymbol(")");
        return period;
    }
}
