using System.Globalization;

namespace Brasa.Services.Billing;

/// <summary>A calendar month, UTC.</summary>
/// <param name="Text">As <c>2026-01</c>.</param>
/// <param name="From">Its first hour, in hours since 1970.</param>
/// <param name="Before">The first hour after it.</param>
internal sealed record Month(string Text, long From, long Before)
{
    private const string Format = "yyyy-MM";

    /// <summary>The month of a time.</summary>
    public static Month Of(DateTimeOffset time)
    {
        var first = new DateTime(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        return new Month(first.ToString(Format, CultureInfo.InvariantCulture), HourOf(first), HourOf(first.AddMonths(1)));
    }

    /// <summary>A month by its text; <c>null</c> where there is none of that name.</summary>
    public static Month? Parse(string text) =>
        DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var first) && first.Year < DateTime.MaxValue.Year
            ? Of(first)
            : null;

    private static long HourOf(DateTime time) => (long)(time - DateTime.UnixEpoch).TotalHours;
}
