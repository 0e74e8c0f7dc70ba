using System.Collections.Frozen;

namespace Brasa.Services.Logs.Patterns;

/// <summary>What log events are chosen by. Immutable, and safe for concurrent use.</summary>
/// <remarks>CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live Tail".</remarks>
public abstract class FilterPattern
{
    /// <summary>Characters of a pattern.</summary>
    /// <remarks>CloudWatch Logs API reference, FilterLogEvents, <c>filterPattern</c>.</remarks>
    public const int MaxCharacters = 1_024;

    private protected FilterPattern()
    {
    }

    private protected static IReadOnlyDictionary<string, string> Nothing { get; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Reads a pattern; one that is empty matches everything.</summary>
    /// <exception cref="FilterPatternException">CloudWatch Logs would refuse it.</exception>
    public static FilterPattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length > MaxCharacters) throw PatternErrors.TooLong;

        var text = pattern.Trim();
        return text switch
        {
            ['{', ..] => JsonPatternReader.Read(text),
            ['[', ..] => SpacePatternReader.Read(text),
            ['%', ..] => RegexPattern.Read(text),
            _ => TermPattern.Read(text),
        };
    }

    /// <summary>Whether an event is chosen.</summary>
    /// <param name="message">UTF-8; what is not UTF-8 is no text that a pattern can name.</param>
    public abstract bool Matches(ReadOnlySpan<byte> message);

    /// <summary>What a pattern takes out of a message that it matches: the fields that it names, as <c>$name</c> or <c>$.selector</c>.</summary>
    /// <param name="message">As <see cref="Matches"/> takes it.</param>
    public virtual IReadOnlyDictionary<string, string> Extract(ReadOnlySpan<byte> message) => Nothing;
}
