namespace Brasa.Contracts.Tests.Patterns;

public sealed class JavaPatternTests
{
    [Theory]
    [InlineData("[a-c]+", "abc", true)]
    [InlineData("[a-c]+", "abcd", false)]
    [InlineData("[0-9-_]*", "1-_", true)]
    [InlineData(@"[a-z0-9-\/.]{2,3}", "-/", true)]
    [InlineData(@"[a-z0-9-\/.]{2,3}", "a/.-", false)]
    [InlineData("a|bc|", "", true)]
    [InlineData("a|bc|", "bc", true)]
    [InlineData("a|bc|", "abc", false)]
    [InlineData("(a?b)+c", "abbabc", true)]
    [InlineData("(?!^[0-9]+$)[0-9a-z]+", "12", false)]
    [InlineData("(?!^[0-9]+$)[0-9a-z]+", "12a", true)]
    [InlineData(@"[a-z.]*(?<!\.)", "a.b", true)]
    [InlineData(@"[a-z.]*(?<!\.)", "a.", false)]
    [InlineData(@"x\d{2}\x2e\$", "x12.$", true)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"[^\s]+", "é", true)]
    [InlineData(@"[^\s]+", "a\v", false)]
    [InlineData(".*", "a\rb", false)]
    [InlineData(".*", "a\u2028b", false)]
    [InlineData(@"[\s\S]*", "a\rb\n", true)]
    public void Patterns_match_whole_texts_as_in_java(string pattern, string text, bool isMatch) =>
        Assert.Equal(isMatch, JavaPattern.Of(pattern).Matches(text));

    [Theory]
    [InlineData("a*?")]
    [InlineData(@"\p{L}")]
    [InlineData(@"(a)\1")]
    [InlineData("[a-z&&[^b]]")]
    public void What_no_model_has_used_is_refused_with_advice(string pattern)
    {
        var error = Assert.Throws<NotSupportedException>(() => JavaPattern.Of(pattern));

        Assert.Contains("Teach PatternParser", error.Message);
    }

    [Fact]
    public void A_pattern_with_no_text_of_a_length_says_so()
    {
        var error = Assert.Throws<NotSupportedException>(() => JavaPattern.Of("[a-z]{4}").Sample(new Random(0), 5, 9));

        Assert.Equal("No text of 5 to 9 characters was found that matches [a-z]{4}. Teach JavaPattern to make one.", error.Message);
    }
}
