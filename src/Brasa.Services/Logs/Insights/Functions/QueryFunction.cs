using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>A function of values.</summary>
/// <param name="Least">Arguments that it has at least.</param>
/// <param name="Most">Arguments that it has at most.</param>
/// <param name="Evaluate">Computes it.</param>
internal sealed record QueryFunction(int Least, int Most, Func<QueryValue[], QueryValue> Evaluate)
{
    /// <summary>A function of numbers; without one of them there is no value.</summary>
    public static QueryFunction OfNumbers(int least, int most, Func<double[], double> evaluate) => new(least, most, values =>
    {
        var numbers = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i].TryGetNumber(out numbers[i])) return default;
        }

        return QueryValue.Of(evaluate(numbers));
    });

    /// <summary>A function of texts; without one of them there is no value.</summary>
    public static QueryFunction OfTexts(int least, int most, Func<string[], QueryValue> evaluate) => new(least, most, values =>
    {
        var texts = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Json is not null || values[i].ToString() is not { } text) return default;
            texts[i] = text;
        }

        return evaluate(texts);
    });
}
