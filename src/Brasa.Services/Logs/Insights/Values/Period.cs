namespace Brasa.Services.Logs.Insights.Values;

/// <summary>A length of time that times are rounded to.</summary>
/// <remarks>CloudWatch Logs User Guide, "Boolean, comparison, numeric, datetime, and other functions", Datetime functions: a count is capped where its unit ends.</remarks>
internal readonly record struct Period
{
    private const long Second = 1_000;
    private const long Day = 86_400 * Second;

    /// <summary>1970 began on a Thursday.</summary>
    private const long FirstMonday = 4 * Day;

    /// <summary>Milliseconds, where it has as many always.</summary>
    private readonly long length;
    private readonly long offset;
    private readonly int months;

    private Period(long length, long offset, int months)
    {
        this.length = length;
        this.offset = offset;
        this.months = months;
    }

    /// <param name="text">As <c>5m</c>.</param>
    /// <param name="period">The period.</param>
    public static bool TryParse(string text, out Period period)
    {
        period = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !int.TryParse(text.AsSpan(0, digits), out var count) || count == 0) return false;

        var unit = text[digits..].ToLowerInvariant();
        if (unit.Length > 2 && unit[^1] == 's') unit = unit[..^1];
        period = unit switch
        {
            "ms" or "msec" or "millisecond" => new Period(Math.Min(count, 1_000), 0, 0),
            "s" or "sec" or "second" => new Period(Math.Min(count, 60) * Second, 0, 0),
            "m" or "min" or "minute" => new Period(Math.Min(count, 60) * 60 * Second, 0, 0),
            "h" or "hr" or "hour" => new Period(Math.Min(count, 24) * 3_600 * Second, 0, 0),
            "d" or "day" => new Period(count * Day, 0, 0),
            "w" or "week" => new Period(count * 7 * Day, FirstMonday, 0),
            "mo" or "mon" or "month" => new Period(0, 0, Math.Min(count, 12)),
            "q" or "qtr" or "quarter" => new Period(0, 0, 3 * Math.Min(count, 4)),
            "y" or "yr" or "year" => new Period(0, 0, 12 * Math.Min(count, 100)),
            _ => default,
        };
        return period != default;
    }

    /// <summary>The latest beginning of a period that is not after a time.</summary>
    /// <param name="time">In milliseconds since 1970.</param>
    public double Floor(double time) => months == 0
        ? Math.Floor((time - offset) / length) * length + offset
        : Start(Math.Floor(MonthOf(time) / months) * months);

    /// <summary>The earliest beginning of a period that is not before a time.</summary>
    /// <param name="time">In milliseconds since 1970.</param>
    public double Ceiling(double time)
    {
        var floor = Floor(time);
        if (floor == time) return time;
        return months == 0 ? floor + length : Start(MonthOf(floor) + months);
    }

    private static double MonthOf(double time)
    {
        var date = DateTimeOffset.UnixEpoch.AddMilliseconds(time);
        return ((date.Year - 1970) * 12) + date.Month - 1;
    }

    private static double Start(double month)
    {
        var year = Math.Clamp(1970 + (int)Math.Floor(month / 12), 1, 9_999);
        return new DateTimeOffset(year, (int)(month - (Math.Floor(month / 12) * 12)) + 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    }
}
