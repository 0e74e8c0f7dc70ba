namespace Brasa.Services.Logs.Patterns;

/// <summary>A regular expression that is found in a message.</summary>
internal sealed class RegexPattern : FilterPattern
{
    private readonly RegexText regex;

    private RegexPattern(RegexText regex) => this.regex = regex;

    public static RegexPattern Read(string text)
    {
        var scanner = new PatternScanner(text);
        var regex = scanner.TakeRegex();
        return scanner.IsAtEnd ? new RegexPattern(regex) : throw PatternErrors.OpenRegex;
    }

    public override bool Matches(ReadOnlySpan<byte> message) => regex.IsIn(message);
}
