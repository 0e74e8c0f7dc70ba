namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>Matches a text against a pattern with wildcards, from left to right without ever going back behind a piece that was found.</summary>
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

    /// <summary>The same for a pattern that begins with a wildcard.</summary>
    public static bool MatchesRest(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // What stands before the first run is where the text begins, what stands between two runs is taken where it is found first.
        var isAtStart = true;
        while (true)
        {
            var run = pattern.IndexOf(TextPattern.AnyRun);
            if (run < 0) return isAtStart ? text.Length == pattern.Length && IsAt(pattern, text) : text.Length >= pattern.Length && IsAt(pattern, text[^pattern.Length..]);

            var piece = pattern[..run];
            var found = isAtStart ? (text.Length >= run && IsAt(piece, text) ? 0 : -1) : Find(piece, text);
            if (found < 0) return false;
            text = text[(found + run)..];
            pattern = pattern[(run + 1)..];
            isAtStart = false;
        }
    }

    private static int Find(ReadOnlySpan<char> piece, ReadOnlySpan<char> text)
    {
        if (!piece.Contains(TextPattern.AnyOne)) return text.IndexOf(piece);
        for (var start = 0; start + piece.Length <= text.Length; start++)
        {
            if (IsAt(piece, text[start..])) return start;
        }

        return -1;
    }

    private static bool IsAt(ReadOnlySpan<char> piece, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (piece[i] != text[i] && piece[i] != TextPattern.AnyOne) return false;
        }

        return true;
    }
}
