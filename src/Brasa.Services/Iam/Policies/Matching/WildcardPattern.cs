namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>A pattern with wildcards that is matched often: what stands before the first of them is compared at once. Immutable.</summary>
internal readonly struct WildcardPattern
{
    private readonly string text;

    /// <summary>Characters before the first wildcard.</summary>
    private readonly int literal;

    /// <param name="text">As <see cref="Wildcard.Matches"/> takes it.</param>
    public WildcardPattern(string text)
    {
        this.text = text;
        var first = text.AsSpan().IndexOfAny(TextPattern.AnyRun, TextPattern.AnyOne);
        literal = first < 0 ? text.Length : first;
    }

    /// <summary>Whether all of a value matches.</summary>
    public bool Matches(ReadOnlySpan<char> value) =>
        value.StartsWith(text.AsSpan(0, literal))
        && (literal == text.Length ? value.Length == literal : Wildcard.MatchesRest(text.AsSpan(literal), value[literal..]));
}
