using System.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Goes through a pattern from left to right.</summary>
internal sealed class PatternScanner(string text)
{
    /// <summary>Regular expressions of one pattern.</summary>
    /// <remarks>CloudWatch Logs User Guide, "Filter pattern syntax", Quotas.</remarks>
    public const int MaxRegexes = 2;

    private int regexes;

    public int Position { get; private set; }

    public bool IsAtEnd => Position == text.Length;

    /// <summary>The next character; NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : text[Position];

    public void SkipSpaces()
    {
        while (!IsAtEnd && char.IsWhiteSpace(text[Position])) Position++;
    }

    /// <summary>Skips white space, and then takes a token if it is what comes next.</summary>
    public bool TryTake(string token)
    {
        SkipSpaces();
        if (!text.AsSpan(Position).StartsWith(token, StringComparison.Ordinal)) return false;
        Position += token.Length;
        return true;
    }

    public void Take(string token)
    {
        if (!TryTake(token)) throw PatternErrors.Expected($"'{token}'", Position);
    }

    /// <summary>Skips white space, and then takes a word if it is what comes next and ends there.</summary>
    public bool TryTakeWord(string word)
    {
        SkipSpaces();
        var end = Position + word.Length;
        if (!text.AsSpan(Position).StartsWith(word, StringComparison.Ordinal) || (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))) return false;
        Position = end;
        return true;
    }

    /// <summary>Takes all characters of a kind.</summary>
    public string TakeWhile(Func<char, bool> isPart)
    {
        var start = Position;
        while (!IsAtEnd && isPart(text[Position])) Position++;
        return text[start..Position];
    }

    /// <summary>Takes a text in quotes, in which a backslash goes before a quote or a backslash.</summary>
    public string TakeQuoted(char quote = '"')
    {
        var value = new StringBuilder();
        for (Position++; !IsAtEnd; Position++)
        {
            var c = text[Position];
            if (c == quote)
            {
                Position++;
                return value.ToString();
            }

            if (c == '\\' && Position + 1 < text.Length && (text[Position + 1] == quote || text[Position + 1] == '\\')) c = text[++Position];
            value.Append(c);
        }

        throw PatternErrors.OpenQuote;
    }

    /// <summary>Takes a regular expression between percent signs.</summary>
    public RegexText TakeRegex()
    {
        var end = text.IndexOf('%', Position + 1);
        if (end < 0) throw PatternErrors.OpenRegex;
        if (++regexes > MaxRegexes) throw PatternErrors.ManyRegexes;

        var source = text[(Position + 1)..end];
        Position = end + 1;
        return RegexText.Read(source);
    }
}
