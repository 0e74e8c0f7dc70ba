using System.Collections.Immutable;
using System.Globalization;
using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>Numbers, and dates as seconds since 1970.</summary>
internal sealed class NumberTest : ValueTest
{
    /// <summary>A year alone; longer numbers are seconds.</summary>
    private const int YearDigits = 4;

    /// <summary>The forms of a date that W3C's note allows, and the one that AWS's own messages have.</summary>
    private static readonly string[] Dates =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyyMMddTHHmmssK",
    ];

    private readonly Comparison comparison;
    private readonly bool isDate;
    private readonly ImmutableArray<decimal> values;

    /// <exception cref="MalformedPolicyException">A value is no number, or no date.</exception>
    public NumberTest(Comparison comparison, List<string> values)
    {
        this.comparison = comparison;
        isDate = comparison is Comparison.Date or Comparison.DateLess or Comparison.DateLessOrEqual or Comparison.DateGreater or Comparison.DateGreaterOrEqual;
        this.values = [.. values.Select(value => Parse(value) ?? throw PolicyErrors.LegacyParsing)];
    }

    public override bool MatchesAny(string? value, ConditionContext context)
    {
        if (Parse(value) is not { } number) return false;
        foreach (var bound in values.AsSpan())
        {
            var matches = comparison switch
            {
                Comparison.NumberLess or Comparison.DateLess => number < bound,
                Comparison.NumberLessOrEqual or Comparison.DateLessOrEqual => number <= bound,
                Comparison.NumberGreater or Comparison.DateGreater => number > bound,
                Comparison.NumberGreaterOrEqual or Comparison.DateGreaterOrEqual => number >= bound,
                _ => number == bound,
            };
            if (matches) return true;
        }

        return false;
    }

    private decimal? Parse(ReadOnlySpan<char> text)
    {
        if (!isDate || (text.Length > YearDigits && text.IndexOfAnyExceptInRange('0', '9') < 0))
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        return DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? (decimal)(date - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond
            : null;
    }
}
