using System.Globalization;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>Points in time as AWS's protocols spell them, to the millisecond.</summary>
internal static class Timestamps
{
    private const double MaxEpochSeconds = 253_402_300_799;

    /// <summary>The time, or <c>null</c> for one out of range.</summary>
    public static DateTimeOffset? FromEpochSeconds(double seconds) =>
        Math.Abs(seconds) <= MaxEpochSeconds && seconds > -62_135_596_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
            : null;

    public static decimal ToEpochSeconds(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return milliseconds % 1000 == 0 ? milliseconds / 1000 : milliseconds / 1000m;
    }

    public static string Format(DateTimeOffset time, TimestampFormat format) => format switch
    {
        TimestampFormat.EpochSeconds => ToEpochSeconds(time).ToString(CultureInfo.InvariantCulture),
        TimestampFormat.HttpDate => time.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture),
        _ => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
    };

    /// <summary>The time, or <c>null</c> where <paramref name="text"/> is none in that form.</summary>
    public static DateTimeOffset? TryParse(string text, TimestampFormat format)
    {
        var invariant = CultureInfo.InvariantCulture;
        return format switch
        {
            TimestampFormat.EpochSeconds => double.TryParse(text, NumberStyles.Float, invariant, out var seconds) ? FromEpochSeconds(seconds) : null,
            TimestampFormat.HttpDate => DateTimeOffset.TryParseExact(text, "r", invariant, DateTimeStyles.AssumeUniversal, out var date) ? date : null,
            _ => DateTimeOffset.TryParse(text, invariant, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
        };
    }
}
