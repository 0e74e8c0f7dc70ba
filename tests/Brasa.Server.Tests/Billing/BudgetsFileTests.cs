using Brasa.Server.Billing;

namespace Brasa.Server.Tests.Billing;

public sealed class BudgetsFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_budget_says_what_it_is_about_and_who_is_told()
    {
        var budgets = Read("""
            {"budgets":[
              {"name":"all","perMonth":12.5},
              {"name":"team","perMonth":1,"percents":[100,50,100],"account":"111111111111","function":"hello","tag":{"key":"team","value":"a"},
               "webhook":"https://example.test/hook","functionArn":"arn:aws:lambda:us-east-1:111111111111:function:alert"}]}
            """);

        Assert.Equal((12.5m, 100), (budgets[0].PerMonth, Assert.Single(budgets[0].Percents)));
        Assert.Equal([50, 100], budgets[1].Percents);
        Assert.Equal(("111111111111", "hello", new KeyValuePair<string, string>("team", "a")), (budgets[1].Account, budgets[1].Function, budgets[1].Tag));
        Assert.Equal(("https://example.test/hook", "arn:aws:lambda:us-east-1:111111111111:function:alert"), (budgets[1].Webhook!.ToString(), budgets[1].FunctionArn));
    }

    [Theory]
    [InlineData("""{"budgets":[{"name":"a","perMonth":0}]}""", "perMonth is 0")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1},{"name":"a","perMonth":1}]}""", "budgets[1].name is \"a\"")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1,"percents":[0]}]}""", "percents[0] is no percentage")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1,"percents":[]}]}""", "percents is empty")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1,"account":"1"}]}""", "account is \"1\"")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1,"webhook":"ftp://x"}]}""", "webhook is no URL")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1,"functionArn":"hello"}]}""", "functionArn is no function's ARN")]
    [InlineData("""{"budgets":[{"name":"a","perMonth":1,"emial":"x"}]}""", "\"emial\", which is not known")]
    [InlineData("""{"budgets":""", "is no JSON")]
    public void What_is_no_budget_is_refused_with_its_place(string json, string why) => Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Read(json)).Message, StringComparison.Ordinal);

    private IReadOnlyList<Brasa.Services.Billing.Budget> Read(string json)
    {
        var path = Path.Combine(directory.Path, "budgets.json");
        File.WriteAllText(path, json);
        return BudgetsFile.Read(path);
    }
}
