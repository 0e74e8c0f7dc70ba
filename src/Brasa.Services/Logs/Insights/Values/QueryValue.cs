using System.Globalization;
using System.Text.Json;

namespace Brasa.Services.Logs.Insights.Values;

/// <summary>A value of a query: none, a text, a number, a time, or JSON. A text that looks like a number is one where numbers are asked for.</summary>
internal readonly struct QueryValue
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>Digits behind the point of a number that was computed.</summary>
    private const int Digits = 4;

    /// <summary>The latest time that has a date, in milliseconds since 1970.</summary>
    private const double LatestTime = 253_402_300_799_999;

    private readonly object? reference;
    private readonly double number;

    private QueryValue(ValueKind kind, double number, object? reference)
    {
        Kind = kind;
        this.number = number;
        this.reference = reference;
    }

    public ValueKind Kind { get; }

    public bool IsMissing => Kind == ValueKind.Missing;

    /// <summary>Whether a condition holds that has this value.</summary>
    public bool IsTrue => Kind == ValueKind.Text ? (string)reference! is "1" or "true" : Kind == ValueKind.Number && number != 0;

    public JsonElement? Json => Kind == ValueKind.Json ? (JsonElement)reference! : null;

    public static QueryValue Of(string? text) => text is null ? default : new QueryValue(ValueKind.Text, 0, text);

    /// <summary>A number; what is none, as a quotient by zero, is missing.</summary>
    public static QueryValue Of(double number) => double.IsFinite(number) ? new QueryValue(ValueKind.Number, number, null) : default;

    public static QueryValue Of(bool truth) => Of(truth ? 1 : 0);

    public static QueryValue OfTime(double milliseconds) =>
        double.IsFinite(milliseconds) && Math.Abs(milliseconds) <= LatestTime ? new QueryValue(ValueKind.Time, Math.Floor(milliseconds), null) : default;

    public static QueryValue Of(JsonElement json) => new(ValueKind.Json, 0, json);

    public bool TryGetNumber(out double value)
    {
        value = number;
        return Kind switch
        {
            ValueKind.Number or ValueKind.Time => true,
            ValueKind.Text => double.TryParse((string)reference!, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value),
            _ => false,
        };
    }

    /// <summary>As it is shown; <c>null</c> where it is missing.</summary>
    public override string? ToString() => Kind switch
    {
        ValueKind.Missing => null,
        ValueKind.Text => (string)reference!,
        ValueKind.Number => Math.Round(number, Digits).ToString("0.####", CultureInfo.InvariantCulture),
        ValueKind.Time => DateTimeOffset.UnixEpoch.AddMilliseconds(number).ToString(TimeFormat, CultureInfo.InvariantCulture),
        _ => ((JsonElement)reference!).GetRawText(),
    };

    /// <summary>Compares as numbers where both are, and as texts otherwise. Neither is missing.</summary>
    public int CompareTo(QueryValue other) =>
        TryGetNumber(out var mine) && other.TryGetNumber(out var its)
            ? mine.CompareTo(its)
            : string.CompareOrdinal(ToString(), other.ToString());
}
