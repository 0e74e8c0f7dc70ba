using Brasa.Services.Logs.Insights;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Logs.Insights.Syntax;

public sealed class QueryParserTests
{
    [Theory]
    [InlineData("", "unexpected symbol found <EOF> at line 1 and position 0")]
    [InlineData("bad", "unexpected symbol found bad at line 1 and position 0")]
    [InlineData("fields @message\n| unmask @message", "unexpected symbol found unmask at line 2 and position 2")]
    [InlineData("filter @message like /a/i", "unexpected symbol found i at line 1 and position 24")]
    [InlineData("stats count(*) by a | sort bin(1d) desc", "unexpected symbol found ( at line 1 and position 30")]
    [InlineData("fields nosuch(1)", "unexpected symbol found ( at line 1 and position 13")]
    [InlineData("fields @message |", "unexpected symbol found <EOF> at line 1 and position 17")]
    [InlineData("filter a = ;", "unexpected symbol found ; at line 1 and position 11")]
    public void A_malformed_query_is_refused_with_the_place(string query, string message) => Assert.Equal(message, QueryCase.Refused(query).Message);

    [Theory]
    [InlineData("pattern @message")]
    [InlineData("diff")]
    [InlineData("anomaly")]
    [InlineData("fields")]
    [InlineData("fields a,")]
    [InlineData("fields a b")]
    [InlineData("fields a as")]
    [InlineData("filter")]
    [InlineData("filter a =")]
    [InlineData("filter a like b")]
    [InlineData("filter a in 1")]
    [InlineData("filter a in []")]
    [InlineData("filter (a = 1")]
    [InlineData("filter a = \"open")]
    [InlineData("filter a like /open")]
    [InlineData("filter a like /(/")]
    [InlineData("filter a like /(?=b)/")]
    [InlineData("parse @message \"*\"")]
    [InlineData("parse @message \"* *\" as a")]
    [InlineData("parse @message /no groups/")]
    [InlineData("parse @message")]
    [InlineData("stats")]
    [InlineData("stats count(*) by")]
    [InlineData("stats pct(a)")]
    [InlineData("stats pct(a, 101)")]
    [InlineData("fields avg(a)")]
    [InlineData("stats count(*) | stats count(*) | stats count(*)")]
    [InlineData("sort")]
    [InlineData("limit")]
    [InlineData("limit 0")]
    [InlineData("limit 10001")]
    [InlineData("limit 1.5")]
    [InlineData("dedup")]
    [InlineData("fields abs()")]
    [InlineData("fields abs(1, 2)")]
    [InlineData("fields bin(5)")]
    [InlineData("fields bin(5x)")]
    [InlineData("fields bin(0m)")]
    [InlineData("| fields a")]
    public void What_is_not_of_the_language_is_refused(string query) => Assert.NotEmpty(QueryCase.Refused(query).Message);

    [Fact]
    public void Expressions_inside_of_each_other_have_an_end()
    {
        QueryCase.Refused($"filter {new string('(', 5_000)}1{new string(')', 4_000)}");
        Assert.Equal("v=1", QueryCase.Run($"fields {new string('-', 4_000)}1 as v", "x"));
        Assert.Equal("v=3000", QueryCase.Run($"fields 1{string.Concat(Enumerable.Repeat("+1", 2_999))} as v", "x"));
    }

    [Fact]
    public void Commands_have_an_end() => QueryCase.Refused(string.Join('|', Enumerable.Repeat("limit 1", 101)));

    [Fact]
    public void A_query_is_read_or_refused_and_one_that_is_read_runs() => Iterations.Run(10_000, random =>
    {
        string[] pieces =
        [
            "fields ", "filter ", "parse ", "stats ", "sort ", "limit ", "dedup ", "display ", "| ", "a ", "@message ", "\"*x*\" ", "/(?<n>a)/ ", "1 ", "5m ", "( ", ") ", ", ", "+ ", "- ",
            "as b ", "by ", "count(*) ", "pct(a, 9) ", "not ", "and ", "like ", "in [1] ", "= ", "abs(1) ", "bin(1m) ", "`q` ", "'", "\\", "#", "\n", "m.a[0] ", "jsonParse(@message) ", "é",
        ];
        var text = pieces[random.Next(9)] + string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => pieces[random.Next(pieces.Length)]));
        InsightsQuery query;
        try
        {
            query = InsightsQuery.Parse(text, QueryCase.Window);
        }
        catch (QuerySyntaxException failure)
        {
            Assert.InRange(failure.Start, 0, text.Length);
            return;
        }

        Assert.NotNull(query);
        QueryCase.Run(text, "x", "{\"a\":[1]}", "{\"a\":\"\\ud800\"}");
    });
}
