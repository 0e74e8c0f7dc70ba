using System.Collections.Immutable;
using System.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Terms that a message has all of, and terms that it has none of; or terms that it has any of.</summary>
/// <remarks>As the guide says, optional terms are ignored beside others.</remarks>
internal sealed class TermPattern : FilterPattern
{
    private readonly ImmutableArray<byte[]> required;
    private readonly ImmutableArray<byte[]> excluded;
    private readonly ImmutableArray<byte[]> optional;

    private TermPattern(ImmutableArray<byte[]> required, ImmutableArray<byte[]> excluded, ImmutableArray<byte[]> optional)
    {
        this.required = required;
        this.excluded = excluded;
        this.optional = required.IsEmpty && excluded.IsEmpty ? optional : [];
    }

    public static TermPattern Read(string text)
    {
        var scanner = new PatternScanner(text);
        var (required, excluded, optional) = (new List<byte[]>(), new List<byte[]>(), new List<byte[]>());
        for (scanner.SkipSpaces(); !scanner.IsAtEnd; scanner.SkipSpaces())
        {
            var terms = scanner.TryTake("-") ? excluded : scanner.TryTake("?") ? optional : required;
            scanner.SkipSpaces();
            var term = ReadTerm(scanner);
            // A phrase of spaces alone stands for everything.
            if (!string.IsNullOrWhiteSpace(term) || terms != required) terms.Add(Encoding.UTF8.GetBytes(term));
        }

        return new TermPattern([.. required], [.. excluded], [.. optional]);
    }

    public override bool Matches(ReadOnlySpan<byte> message)
    {
        foreach (var term in required)
        {
            if (message.IndexOf(term) < 0) return false;
        }

        foreach (var term in excluded)
        {
            if (message.IndexOf(term) >= 0) return false;
        }

        foreach (var term in optional)
        {
            if (message.IndexOf(term) >= 0) return true;
        }

        return optional.IsEmpty;
    }

    private static string ReadTerm(PatternScanner scanner)
    {
        if (scanner.Next == '"')
        {
            var phrase = scanner.TakeQuoted();
            return phrase.Length > 0 ? phrase : throw PatternErrors.Characters("\"\"");
        }

        var word = scanner.TakeWhile(c => !char.IsWhiteSpace(c) && c != '"');
        return word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? word : throw PatternErrors.Characters(word);
    }
}
