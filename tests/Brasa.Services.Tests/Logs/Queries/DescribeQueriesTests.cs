using Brasa.Contracts.Logs;
using Brasa.Services.Logs.Queries;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Queries;

public sealed class DescribeQueriesTests : QueriesTest
{
    [Fact]
    public async Task Queries_are_listed_with_the_latest_first()
    {
        await FillAsync();
        var first = await StartAsync(Request);
        await EndOf(first);
        Logs.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await StartAsync(Request with { LogGroupName = Other });
        await EndOf(second);

        var all = await DescribeAsync(new DescribeQueriesRequest());

        Assert.Equal([second, first], all.Queries!.Select(query => query.QueryId));
        Assert.Equal((QueryStatus.Complete, "fields @message", RunningLogs.Group, Now), (all.Queries![1].Status, all.Queries[1].QueryString, all.Queries[1].LogGroupName, all.Queries[1].CreateTime));
        Assert.Equal([first], (await DescribeAsync(new DescribeQueriesRequest { LogGroupName = RunningLogs.Group })).Queries!.Select(query => query.QueryId));
        Assert.Empty((await DescribeAsync(new DescribeQueriesRequest { Status = QueryStatus.Running })).Queries!);
        Assert.Empty((await DescribeAsync(new DescribeQueriesRequest { QueryLanguage = QueryLanguage.Ppl })).Queries!);

        var page = await DescribeAsync(new DescribeQueriesRequest { MaxResults = 1 });
        var rest = await DescribeAsync(new DescribeQueriesRequest { MaxResults = 1, NextToken = page.NextToken });
        Assert.Equal((second, first), (page.Queries!.Single().QueryId, rest.Queries!.Single().QueryId));
        Assert.Null(rest.NextToken);
    }

    private Task<DescribeQueriesResponse> DescribeAsync(DescribeQueriesRequest request) => new DescribeQueries(Runs).HandleAsync(request, Logs.Context(), Ct);
}
