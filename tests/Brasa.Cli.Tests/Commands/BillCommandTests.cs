using System.Text.Json;
using Brasa.Cli.Billing;
using Brasa.Cli.Commands;
using Spectre.Console;

namespace Brasa.Cli.Tests.Commands;

public sealed class BillCommandTests
{
    private static readonly Bill Sample = new("2026-03", "function", "EUR",
        [
            new BillRow("arn:aws:lambda:eu-west-1:123456789012:function:hello", 1_200, 4_500, 100, 2.25m, 0.0001234567m, 0.01m),
            new BillRow("team=a, cost=\"x\"", 1, 1, 0, 0.0001m, 0.00000000123456789012345m, 0m),
        ],
        new BillRow("total", 1_201, 4_501, 100, 2.2501m, 0.00012345793456789012345m, 0.01m), 0);

    [Fact]
    public void A_bill_is_a_table_a_chart_and_what_AWS_would_have_charged()
    {
        var said = Show(Sample);

        Assert.Contains("2026-03, by function: 0.0001234579 EUR; AWS would have charged 0.01 USD", said, StringComparison.Ordinal);
        Assert.Matches(@"function:hello +│ 1,200 +│ 4,500 +│ 2\.25 +│ 0\.0001234567 +│ 0\.01", said);
        Assert.Matches(@"total +│ 1,201 ", said);
        Assert.Matches(@"hello +█+ 0\.0001234567", said);
        Assert.DoesNotContain("not in it", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_metered_is_said() => Assert.Contains("1,000 invocations since the server's start are not in it", Show(Sample with { Unmetered = 1_000 }), StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_was_used_there_is_no_chart() => Assert.DoesNotContain("█", Show(Sample with { Rows = [] }), StringComparison.Ordinal);

    [Fact]
    public void As_JSON_the_rows_add_up_to_the_total_to_the_last_digit()
    {
        using var json = JsonDocument.Parse(Sample.ToJson());
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(["key", "requests", "billed_ms", "gb_seconds", "charge", "aws_charge"], rows[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal("0.00000000123456789012345", rows[1].GetProperty("charge").GetRawText());
        foreach (var name in (string[])["requests", "billed_ms", "gb_seconds", "charge", "aws_charge"])
            Assert.Equal(json.RootElement.GetProperty("total").GetProperty(name).GetDecimal(), rows.Sum(row => row.GetProperty(name).GetDecimal()));
    }

    [Fact]
    public void As_CSV_a_key_with_quotes_and_commas_is_one_field() => Assert.Equal(
        [
            "key,requests,billed_ms,gb_seconds,charge,aws_charge",
            "arn:aws:lambda:eu-west-1:123456789012:function:hello,1200,4500,2.25,0.0001234567,0.01",
            "\"team=a, cost=\"\"x\"\"\",1,1,0.0001,0.00000000123456789012345,0",
            "",
        ], Sample.ToCsv().Split("\r\n"));

    [Fact]
    public void JSON_and_CSV_exclude_each_other() => Assert.NotEmpty(BillCommand.Create(Screen.Of(AnsiConsole.Console)).Parse(["--json", "--csv"]).Errors);

    [Theory]
    [InlineData("--by", "hour")]
    public void What_it_is_not_grouped_by_is_refused(params string[] args) => Assert.NotEmpty(BillCommand.Create(Screen.Of(AnsiConsole.Console)).Parse(args).Errors);

    private static string Show(Bill bill)
    {
        using var said = new StringWriter();
        BillCommand.Show(Screen.Of(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) })), bill);
        return said.ToString();
    }
}
