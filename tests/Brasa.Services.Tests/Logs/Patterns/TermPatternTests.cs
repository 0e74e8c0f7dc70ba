using System.Text;
using Brasa.Services.Logs.Patterns;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Logs.Patterns;

public sealed class TermPatternTests
{
    private const string Bad = "[ERROR 400] BAD REQUEST";
    private const string Missing = "[ERROR 419] MISSING ARGUMENTS";
    private const string Internal = "[ERROR 500] INTERNAL SERVER ERROR";
    private const string Info = "[INFO] REQUEST FAILED";

    [Theory]
    [InlineData("", Bad, true)]
    [InlineData("", "", true)]
    [InlineData("   ", Bad, true)]
    [InlineData("\" \"", Bad, true)]
    [InlineData("\" \"", "nospace", true)]
    [InlineData("ERROR", Bad, true)]
    [InlineData("ERROR", "Exiting with ERRORCODE: -1", true)]
    [InlineData("ERROR", "TERROR", true)]
    [InlineData("ERROR", "error", false)]
    [InlineData("ERROR", "", false)]
    [InlineData("error", Bad, false)]
    [InlineData("ERROR ARGUMENTS", Missing, true)]
    [InlineData("ERROR ARGUMENTS", "ARGUMENTS before ERROR", true)]
    [InlineData("ERROR ARGUMENTS", Bad, false)]
    [InlineData("ERROR Exception", "[ERROR] Caught IllegalArgumentException", true)]
    [InlineData("ERROR\tException", "[ERROR] Unhandled Exception", true)]
    [InlineData("Failed to process the request", "[ERROR] Unable to continue: Failed to process the request", true)]
    [InlineData("Failed to process the request", "the request to process Failed", true)]
    [InlineData("error_code", "error_code=3", true)]
    [InlineData("404", "status 404", true)]
    [InlineData("\"INTERNAL SERVER ERROR\"", Internal, true)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "[ERROR 500] INTERNAL  SERVER ERROR", false)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "SERVER INTERNAL ERROR", false)]
    [InlineData("\"ERROR\" \"Exception\"", "ERROR in Exception", true)]
    [InlineData("\"a\"\"b\"", "b a", true)]
    [InlineData("\"hello-world\"", "say hello-world", true)]
    [InlineData("\"err:\"", "err: no", true)]
    [InlineData("\"user@example.com\"", "from user@example.com", true)]
    [InlineData("\"/api/\"", "GET /api/users", true)]
    [InlineData("\"say \\\"hi\\\"\"", "they say \"hi\"", true)]
    [InlineData("\"say \\\"hi\\\"\"", "they say hi", false)]
    [InlineData("\"C:\\\\temp\"", "in C:\\temp", true)]
    [InlineData("\"größe\"", "die größe", true)]
    [InlineData("\"größe\"", "die grösse", false)]
    [InlineData("?ERROR ?WARN", "ERROR WARN message", true)]
    [InlineData("?ERROR ?WARN", "ERROR message", true)]
    [InlineData("?ERROR ?WARN", "WARN message", true)]
    [InlineData("?ERROR ?WARN", "INFO message", false)]
    [InlineData("?\"two words\" ?WARN", "has two words", true)]
    [InlineData("?ERROR", Info, false)]
    [InlineData("?ERROR ?ARGUMENTS REQUEST", Info, true)]
    [InlineData("?ERROR ?ARGUMENTS REQUEST", "[WARN] UNAUTHORIZED REQUEST", true)]
    [InlineData("?ERROR ?ARGUMENTS REQUEST", Missing, false)]
    [InlineData("?ERROR -REQUEST", "nothing of it", true)]
    [InlineData("?ERROR -REQUEST", Bad, false)]
    [InlineData("ERROR -ARGUMENTS", Bad, true)]
    [InlineData("ERROR -ARGUMENTS", Missing, false)]
    [InlineData("\"ERROR\" -\"Exiting\"", "Exiting with ERRORCODE: -1", false)]
    [InlineData("\"ERROR\" - \"Exiting\"", "Exiting with ERRORCODE: -1", false)]
    [InlineData("\"ERROR\" - \"Exiting\"", "[ERROR] A fatal exception has occurred", true)]
    [InlineData("-ERROR", Info, true)]
    [InlineData("-ERROR", Bad, false)]
    [InlineData("-ERROR -WARN", "WARN", false)]
    [InlineData("ERROR -\"BAD REQUEST\"", Bad, false)]
    [InlineData("ERROR -\"BAD REQUEST\"", Internal, true)]
    public void Terms_are_matched_as_the_guide_says(string pattern, string message, bool matches) => PatternCase.Check(pattern, message, matches);

    [Theory]
    [InlineData("\"ERROR")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"ends with \\\"")]
    [InlineData("hello-world")]
    [InlineData("user@example.com")]
    [InlineData("ERR*")]
    [InlineData("a:b")]
    [InlineData("größe")]
    [InlineData("-")]
    [InlineData("?")]
    [InlineData("?-ERROR")]
    [InlineData("ERROR %regex%")]
    [InlineData("ERROR }")]
    public void What_is_not_letters_digits_or_underscores_needs_quotes(string pattern) => PatternCase.IsRefused(pattern);

    [Fact]
    public void The_refusal_names_the_term() =>
        Assert.Equal("Invalid character(s) in term 'a:b'", Assert.Throws<FilterPatternException>(() => FilterPattern.Parse("fine a:b")).Message);

    [Fact]
    public void Bytes_that_are_no_text_are_passed_by()
    {
        byte[] message = [0xFF, 0xC3, .. "ERROR"u8, 0x80];

        Assert.True(FilterPattern.Parse("ERROR").Matches(message));
        Assert.False(FilterPattern.Parse("-ERROR").Matches(message));
    }

    [Fact]
    public void A_term_matches_when_the_bytes_contain_it() => Iterations.Run(20_000, random =>
    {
        var term = new string([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab_"[random.Next(3)])]);
        var message = new byte[random.Next(12)];
        foreach (ref var b in message.AsSpan()) b = "ab_ \xFF"u8[random.Next(5)];
        var contains = message.AsSpan().IndexOf(Encoding.ASCII.GetBytes(term)) >= 0;

        Assert.Equal(contains, FilterPattern.Parse(term).Matches(message));
        Assert.Equal(contains, FilterPattern.Parse($"\"{term}\"").Matches(message));
        Assert.Equal(contains, FilterPattern.Parse($"?{term} ?nowhere").Matches(message));
        Assert.Equal(!contains, FilterPattern.Parse($"-{term}").Matches(message));
    });

    [Fact]
    public void Matching_takes_no_memory()
    {
        var pattern = FilterPattern.Parse("ERROR -ARGUMENTS \"BAD REQUEST\"");
        var message = Encoding.UTF8.GetBytes(Bad);
        pattern.Matches(message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) pattern.Matches(message);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Terms_take_nothing_out_of_a_message() => Assert.Equal("", PatternCase.Extract("ERROR", Bad));
}
