using Brasa.Contracts.Logs;

namespace Brasa.Services.Tests.Logs.Queries;

public sealed class GetQueryResultsTests : QueriesTest
{
    [Fact]
    public async Task Rows_come_in_pages()
    {
        await FillAsync();
        var id = await StartAsync(Request);
        await EndOf(id);

        var first = await GetAsync(id, maxItems: 1);
        var second = await GetAsync(id, maxItems: 1, first.NextToken);

        Assert.Equal(("c", "a"), (TextsOf(first), TextsOf(second)));
        Assert.Null(second.NextToken);
        await IsRefusedAsync<InvalidParameterException>("The specified nextToken", () => GetAsync(id, token: "3"));
        await IsRefusedAsync<InvalidParameterException>("The specified nextToken", () => GetAsync(id, token: "x"));
    }

    [Fact]
    public async Task A_query_is_seen_by_its_account_alone()
    {
        await FillAsync();
        var id = await StartAsync(Request);

        await IsRefusedAsync<ResourceNotFoundException>("The specified query", () => GetAsync(id, account: "999900001111"));
        await IsRefusedAsync<ResourceNotFoundException>("The specified query", () => GetAsync("none"));
    }
}
