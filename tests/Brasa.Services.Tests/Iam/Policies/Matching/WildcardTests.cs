using Brasa.Services.Iam.Policies.Matching;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies.Matching;

public sealed class WildcardTests
{
    [Fact]
    public void It_matches_what_the_definition_does() => Iterations.Run(50_000, random =>
    {
        var pattern = Text(random, "ab*?");
        var text = Text(random, "ab");

        Assert.True(Defined(pattern, text) == Wildcard.Matches(TextPattern.Encode(pattern), text), $"{pattern} against {text}");
    });

    [Fact]
    public void A_pattern_made_from_a_text_matches_it() => Iterations.Run(10_000, random =>
    {
        var text = Text(random, "ab");
        var pattern = string.Concat(text.Select(c => random.Next(4) switch { 0 => "?", 1 => "*", 2 => "*" + c, _ => c.ToString() }));

        Assert.True(Wildcard.Matches(TextPattern.Encode(pattern), text), $"{pattern} against {text}");
    });

    /// <remarks>Went wrong, it would not end in a lifetime.</remarks>
    [Fact]
    public void Many_stars_take_no_longer_than_the_product_of_the_lengths()
    {
        var pattern = TextPattern.Encode(string.Concat(Enumerable.Repeat("a*", 1_000)) + "b");

        Assert.False(Wildcard.Matches(pattern, new string('a', 20_000)));
    }

    private static string Text(Random random, string alphabet) => new([.. Enumerable.Range(0, random.Next(9)).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    private static bool Defined(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text) => pattern switch
    {
        [] => text.IsEmpty,
        ['*', .. var rest] => Defined(rest, text) || (!text.IsEmpty && Defined(pattern, text[1..])),
        ['?', .. var rest] => !text.IsEmpty && Defined(rest, text[1..]),
        [var c, .. var rest] => !text.IsEmpty && text[0] == c && Defined(rest, text[1..]),
    };
}
