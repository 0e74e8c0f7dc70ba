namespace Brasa.Services.Logs.Patterns;

/// <summary>What is said of patterns that are refused: CloudWatch Logs' words where they are known.</summary>
internal static class PatternErrors
{
    public static FilterPatternException TooLong => new($"Filter patterns have at most {FilterPattern.MaxCharacters} characters");

    public static FilterPatternException OpenQuote => new("Quoted term is not closed");

    public static FilterPatternException OpenRegex => new("If a regular expression starts with '%' it must end with '%'");

    public static FilterPatternException ManyRegexes => new($"A filter pattern can have at most {PatternScanner.MaxRegexes} regular expressions");

    public static FilterPatternException ManyWildcards => new("Too many wildcard selectors in the filter pattern");

    public static FilterPatternException ManyEllipses => new("A filter pattern can have one ellipsis");

    public static FilterPatternException OrderOfText => new("Only numbers can be compared with <, <=, > and >=");

    public static FilterPatternException Characters(string term) => new($"Invalid character(s) in term '{term}'");

    public static FilterPatternException Open(char begin, char end) => new($"If a filter pattern starts with '{begin}' it must end with '{end}'");

    public static FilterPatternException Expected(string what, int position) => new($"Expected {what} at position {position}");

    public static FilterPatternException Regex(string reason) => new($"Invalid regular expression: {reason}");
}
