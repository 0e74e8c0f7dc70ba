using System.Text;
using System.Text.RegularExpressions;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>Turns the models' patterns, which are Java's, into .NET's, matching the whole text.</summary>
internal static partial class PatternTranslator
{
    /// <summary>Java's shorthand classes hold ASCII only; .NET's hold all of Unicode.</summary>
    private static readonly Dictionary<char, string> Shorthand = new() { ['d'] = "0-9", ['w'] = "a-zA-Z0-9_", ['s'] = @" \t\n\v\f\r" };

    /// <summary>Java's dot stops at every line terminator; .NET's at line feeds only.</summary>
    private const string Dot = @"[^\n\r\u0085\u2028\u2029]";

    public static string Translate(string pattern)
    {
        var text = new StringBuilder(@"\A(?:");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '[')
            {
                var end = EndOfClass(pattern, i);
                text.Append(TranslateClass(pattern[i..end]));
                i = end - 1;
            }
            else if (pattern[i] == '\\')
            {
                text.Append(TranslateEscape(pattern[++i]));
            }
            else if (pattern[i] == '.')
            {
                text.Append(Dot);
            }
            else
            {
                text.Append(pattern[i]);
            }
        }
        return text.Append(@")\z").ToString();
    }

    /// <summary>Whether only a backtracking engine can match it.</summary>
    public static bool NeedsBacktracking(string pattern) => LookaroundOrReference().IsMatch(pattern);

    /// <summary>Whether a repeated group holds a repetition, so that a backtracking engine may need exponential time.</summary>
    public static bool HasNestedRepetition(string pattern)
    {
        var bare = EscapeOrClass().Replace(pattern, "x");
        while (InnermostGroup().Match(bare) is { Success: true } group)
        {
            var isRepeated = group.Groups["times"].Success;
            var repeats = group.Groups["body"].Value.AsSpan().IndexOfAny('*', '+', '{') >= 0;
            if (isRepeated && repeats)
                return true;
            bare = string.Concat(bare.AsSpan(0, group.Index), repeats || isRepeated ? "x*" : "x", bare.AsSpan(group.Index + group.Length));
        }
        return false;
    }

    private static string TranslateEscape(char escaped)
    {
        if (Shorthand.TryGetValue(escaped, out var members))
            return $"[{members}]";
        return Shorthand.TryGetValue(char.ToLowerInvariant(escaped), out members) ? $"[^{members}]" : $"\\{escaped}";
    }

    private static string TranslateClass(string text)
    {
        // A negated shorthand inside a class has no ASCII spelling; such classes, [\s\S] above all, mean "anything" and stay.
        if (text.Contains(@"\S") || text.Contains(@"\D") || text.Contains(@"\W"))
            return text;
        return Escape().Replace(text, match => Shorthand.GetValueOrDefault(match.Value[1], match.Value));
    }

    private static int EndOfClass(string pattern, int start)
    {
        // The first character of a class, after any ^, does not close it.
        var i = start + (pattern[start + 1] == '^' ? 3 : 2);
        if (pattern[i - 1] == '\\')
            i++;
        for (; pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\')
                i++;
        }
        return i + 1;
    }

    [GeneratedRegex(@"\(\?(?:[=!>]|<[=!])|\\[1-9]")]
    private static partial Regex LookaroundOrReference();

    [GeneratedRegex(@"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")]
    private static partial Regex EscapeOrClass();

    [GeneratedRegex(@"\((?<body>[^()]*)\)(?<times>[*+{])?")]
    private static partial Regex InnermostGroup();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
