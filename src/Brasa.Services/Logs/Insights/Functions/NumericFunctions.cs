using System.Globalization;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>Functions of numbers.</summary>
internal static class NumericFunctions
{
    /// <summary>Arguments of a function that has as many as one likes.</summary>
    public const int Many = 100;

    private const int MaxDigits = 15;

    public static IEnumerable<KeyValuePair<string, QueryFunction>> All { get; } =
    [
        new("abs", QueryFunction.OfNumbers(1, 1, a => Math.Abs(a[0]))),
        new("ceil", QueryFunction.OfNumbers(1, 1, a => Math.Ceiling(a[0]))),
        new("floor", QueryFunction.OfNumbers(1, 1, a => Math.Floor(a[0]))),
        new("round", QueryFunction.OfNumbers(1, 2, a => Math.Round(a[0], a.Length > 1 ? (int)Math.Clamp(a[1], 0, MaxDigits) : 0, MidpointRounding.AwayFromZero))),
        new("sqrt", QueryFunction.OfNumbers(1, 1, a => Math.Sqrt(a[0]))),
        new("log", QueryFunction.OfNumbers(1, 1, a => Math.Log(a[0]))),
        new("greatest", QueryFunction.OfNumbers(1, Many, a => a.Max())),
        new("least", QueryFunction.OfNumbers(1, Many, a => a.Min())),
        new("toNumber", QueryFunction.OfNumbers(1, 1, a => a[0])),
        new("toDouble", QueryFunction.OfNumbers(1, 1, a => a[0])),
        new("toInt", QueryFunction.OfNumbers(1, 1, a => Within(Math.Truncate(a[0]), int.MinValue, int.MaxValue))),
        new("toLong", QueryFunction.OfNumbers(1, 1, a => Within(Math.Truncate(a[0]), long.MinValue, long.MaxValue))),
        new("decToHex", new QueryFunction(1, 1, a => a[0].TryGetNumber(out var value) && Math.Abs(value) < long.MaxValue ? QueryValue.Of(ToHex((long)value)) : default)),
        new("hexToDec", QueryFunction.OfTexts(1, 1, a => FromHex(a[0]))),
    ];

    private static double Within(double value, double least, double most) => value >= least && value <= most ? value : double.NaN;

    private static string ToHex(long value) => (value < 0 ? "-0x" : "0x") + Math.Abs(value).ToString("x", CultureInfo.InvariantCulture);

    private static QueryValue FromHex(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? QueryValue.Of((double)value) : default;
    }
}
