using Brasa.Services.Logs.Patterns;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Logs.Patterns;

public sealed class FilterPatternTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "(", ")", "$", "$.", "$.a", ".b", "[0]", "[*]", "['x.y']", "*", "=", "!=", "<", "<=", ">", ">=", "&&", "||", "IS", "NOT", "EXISTS", "NULL",
        "TRUE", " ", "\t", ",", "...", "\"", "\\", "%", "-", "?", "a", "b1", "_", "9", "1e3", "-5", "\"a b\"", "%a+%", "é", "\0", "\uD800", "|", "&", "a = 1", "{2,3}", "^", "+",
    ];

    private static readonly string[] Messages = ["", "a b1 9", "{\"a\":{\"b\":[1,\"a b\"]},\"x.y\":null}", "a [b c] \"d", "{\"a\":\"\\ud800\"}", "\u00e9\0"];

    [Fact]
    public void A_pattern_is_read_or_refused_and_one_that_is_read_matches_or_not() => Iterations.Run(30_000, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        text = random.Next(4) switch { 0 => $"{{ {text} }}", 1 => $"[{text}]", 2 => $"%{text}%", _ => text };
        FilterPattern pattern;
        try
        {
            pattern = FilterPattern.Parse(text);
        }
        catch (FilterPatternException)
        {
            return;
        }

        byte[] noise = new byte[random.Next(64)];
        random.NextBytes(noise);
        foreach (var message in Messages.Select(System.Text.Encoding.UTF8.GetBytes).Append(noise))
        {
            pattern.Matches(message);
            pattern.Extract(message);
        }
    });

    [Fact]
    public void A_pattern_has_a_length()
    {
        Assert.True(FilterPattern.Parse(new string('a', FilterPattern.MaxCharacters)).Matches(System.Text.Encoding.ASCII.GetBytes(new string('a', 2_000))));
        PatternCase.IsRefused(new string('a', FilterPattern.MaxCharacters + 1));
    }
}
