using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Brasa.Services.Logs.Patterns;

/// <summary>A regular expression over UTF-8, of time in proportion to the text. Immutable.</summary>
internal sealed class RegexText
{
    /// <summary>Characters that are decoded without renting memory for them.</summary>
    private const int StackCharacters = 512;

    private readonly Regex regex;

    private RegexText(Regex regex) => this.regex = regex;

    /// <exception cref="FilterPatternException">It is none, or has what CloudWatch Logs does not take.</exception>
    public static RegexText Read(string source)
    {
        var translated = RegexSyntax.Translate(source);
        try
        {
            return new RegexText(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            // NotSupportedException: the automaton would be larger than .NET makes one.
            throw PatternErrors.Regex(source);
        }
    }

    /// <summary>Whether a text has a part that matches. What is not UTF-8 is U+FFFD to it.</summary>
    public bool IsIn(ReadOnlySpan<byte> utf8)
    {
        var length = Encoding.UTF8.GetMaxCharCount(utf8.Length);
        if (length <= StackCharacters)
        {
            Span<char> buffer = stackalloc char[StackCharacters];
            return regex.IsMatch(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(length);
        try
        {
            return regex.IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
