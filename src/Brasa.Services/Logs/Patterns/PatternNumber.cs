using System.Buffers;
using System.Buffers.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>A number of a pattern or a message; whole ones are compared to the last digit.</summary>
internal readonly struct PatternNumber : IComparable<PatternNumber>
{
    /// <summary>Characters of a number; more are a text.</summary>
    private const int MaxLength = 64;

    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789+-.eE"u8);

    private readonly double value;
    private readonly long? whole;

    private PatternNumber(double value, long? whole)
    {
        this.value = value;
        this.whole = whole;
    }

    /// <summary>Reads digits with an optional sign, fraction and exponent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out PatternNumber number)
    {
        number = default;
        if (text.Length is 0 or > MaxLength || text.ContainsAnyExcept(Characters)) return false;
        if (!Utf8Parser.TryParse(text, out double value, out var read) || read != text.Length || !double.IsFinite(value)) return false;
        number = new PatternNumber(value, Utf8Parser.TryParse(text, out long whole, out read) && read == text.Length ? whole : null);
        return true;
    }

    public int CompareTo(PatternNumber other) =>
        whole is { } mine && other.whole is { } its ? mine.CompareTo(its) : value.CompareTo(other.value);
}
