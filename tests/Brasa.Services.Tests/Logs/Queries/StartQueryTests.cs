using Brasa.Contracts.Logs;
using Brasa.Core.Errors;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Queries;

public sealed class StartQueryTests : QueriesTest
{
    [Fact]
    public async Task A_query_is_carried_out_and_what_it_found_is_kept()
    {
        await FillAsync();

        var response = await RunAsync(Request);

        Assert.Equal(QueryStatus.Complete, response.Status);
        Assert.Equal("c a", TextsOf(response));
        Assert.Equal(["@message", "@ptr"], response.Results![0].Select(field => field.Field));
        Assert.Equal((2d, 2d, 2d, 1d), (response.Statistics!.RecordsMatched, response.Statistics.RecordsScanned, response.Statistics.BytesScanned, response.Statistics.LogGroupsScanned));
    }

    [Fact]
    public async Task Several_groups_are_read_as_one_and_policies_are_asked_about_each()
    {
        await FillAsync();
        var both = Request with { LogGroupName = null, LogGroupNames = [RunningLogs.Group, Other] };

        Assert.Equal("c b a", TextsOf(await RunAsync(both)));
        Assert.Equal(
            [$"logs:StartQuery arn:aws:logs:us-east-1:111122223333:log-group:{RunningLogs.Group}:log-stream:", $"logs:StartQuery arn:aws:logs:us-east-1:111122223333:log-group:{Other}:log-stream:"],
            Authorizer.Asked);
        Assert.Equal("b", TextsOf(await RunAsync(Request with { LogGroupName = null, LogGroupIdentifiers = [$"arn:aws:logs:us-east-1:111122223333:log-group:{Other}:*"] })));
    }

    [Fact]
    public async Task The_seconds_at_both_ends_belong_to_what_is_queried()
    {
        await FillAsync();
        var second = (Now / 1000) - 3;

        Assert.Equal("a", TextsOf(await RunAsync(Request with { StartTime = second, EndTime = second })));
        Assert.Equal("c", TextsOf(await RunAsync(Request with { StartTime = second + 1 })));
        Assert.Equal("a", TextsOf(await RunAsync(Request with { StartTime = Now - 3_000, EndTime = Now - 3_000 })));
    }

    [Fact]
    public async Task A_limit_beside_the_query_is_kept()
    {
        await FillAsync();

        Assert.Equal("c", TextsOf(await RunAsync(Request with { Limit = 1 })));
    }

    [Fact]
    public async Task A_malformed_query_is_refused_with_the_place()
    {
        await FillAsync();

        var failure = await Assert.ThrowsAsync<MalformedQueryException>(() => StartAsync(Request with { QueryString = "fields a | bad" }));

        Assert.Equal("unexpected symbol found bad at line 1 and position 11", failure.Message);
        Assert.Equal((11, 14), (failure.QueryCompileError!.Location!.StartCharOffset, failure.QueryCompileError.Location.EndCharOffset));
    }

    [Fact]
    public async Task What_cannot_be_queried_is_refused()
    {
        await FillAsync();

        await IsRefusedAsync<ResourceNotFoundException>("The specified log group", () => StartAsync(Request with { LogGroupName = "/none" }));
        await IsRefusedAsync<InvalidParameterException>("Exactly one", () => StartAsync(Request with { LogGroupName = null }));
        await IsRefusedAsync<InvalidParameterException>("Exactly one", () => StartAsync(Request with { LogGroupNames = [Other] }));
        await IsRefusedAsync<InvalidParameterException>("A query is about", () => StartAsync(Request with { LogGroupName = null, LogGroupNames = [] }));
        await IsRefusedAsync<InvalidParameterException>("End time", () => StartAsync(Request with { StartTime = 11, EndTime = 10 }));
        await IsRefusedAsync<AwsException>("queryLanguage SQL", () => StartAsync(Request with { QueryLanguage = QueryLanguage.Sql }));
        await IsRefusedAsync<AwsException>("A limit of more than", () => StartAsync(Request with { Limit = 10_001 }));
    }
}
