namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>Matches a text against a pattern with wildcards, without ever going back behind the last run it has begun.</summary>
/// <remarks>Time: the product of both lengths at worst, the longer one in practice.</remarks>
internal static class Wildcard
{
    /// <param name="pattern">With <see cref="TextPattern.AnyRun"/> and <see cref="TextPattern.AnyOne"/> as wildcards.</param>
    /// <param name="text">The whole of it is matched.</param>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var first = pattern.IndexOfAny(TextPattern.AnyRun, TextPattern.AnyOne);
        if (first < 0) return pattern.SequenceEqual(text);
        if (!text.StartsWith(pattern[..first])) return false;
        return MatchesRest(pattern[first..], text[first..]);
    }

    private static bool MatchesRest(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Where the pattern goes on after the last run, and where in the text that is tried.
        var (resumed, tried) = (-1, 0);
        var (p, t) = (0, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == TextPattern.AnyRun)
            {
                if (p == pattern.Length - 1) return true;
                (resumed, tried) = (++p, t);
            }
            else if (p < pattern.Length && (pattern[p] == TextPattern.AnyOne || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (resumed >= 0)
            {
                (p, t) = (resumed, ++tried);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept(TextPattern.AnyRun) < 0;
    }
}
