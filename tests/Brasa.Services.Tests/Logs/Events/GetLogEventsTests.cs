using Brasa.Contracts.Logs;
using Brasa.Services.Logs.Events;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Events;

public sealed class GetLogEventsTests : LogsTest
{
    [Fact]
    public async Task From_the_head_pages_lead_to_the_end_where_the_token_stays()
    {
        await FillAsync();
        var first = await GetAsync(new GetLogEventsRequest { StartFromHead = true, Limit = 3 });
        var second = await GetAsync(new GetLogEventsRequest { StartFromHead = true, Limit = 3, NextToken = first.NextForwardToken });
        var end = await GetAsync(new GetLogEventsRequest { StartFromHead = true, Limit = 3, NextToken = second.NextForwardToken });

        Assert.Equal(["0", "1", "2"], Texts(first));
        Assert.Equal(["3", "4"], Texts(second));
        Assert.Empty(Texts(end));
        Assert.Equal(second.NextForwardToken, end.NextForwardToken);
        Assert.Equal(["2", "3", "4"], Texts(await GetAsync(new GetLogEventsRequest { Limit = 3, NextToken = end.NextBackwardToken })));

        await Logs.PutAsync((Now, "later"));
        Assert.Equal(["later"], Texts(await GetAsync(new GetLogEventsRequest { StartFromHead = true, NextToken = end.NextForwardToken })));
    }

    [Fact]
    public async Task From_the_tail_pages_lead_back_to_the_start_where_the_token_stays()
    {
        await FillAsync();
        var last = await GetAsync(new GetLogEventsRequest { Limit = 3 });
        var before = await GetAsync(new GetLogEventsRequest { Limit = 3, NextToken = last.NextBackwardToken });
        var start = await GetAsync(new GetLogEventsRequest { Limit = 3, NextToken = before.NextBackwardToken });

        Assert.Equal(["2", "3", "4"], Texts(last));
        Assert.Equal(["0", "1"], Texts(before));
        Assert.Empty(Texts(start));
        Assert.Equal(before.NextBackwardToken, start.NextBackwardToken);
        Assert.Equal(["0", "1", "2"], Texts(await GetAsync(new GetLogEventsRequest { Limit = 3, NextToken = start.NextForwardToken })));
    }

    [Fact]
    public async Task An_empty_stream_has_tokens_that_lead_to_what_comes()
    {
        await Logs.CreateAsync();
        var empty = await GetAsync(new GetLogEventsRequest());
        await Logs.PutAsync((Now, "first"));

        Assert.Equal(["first"], Texts(await GetAsync(new GetLogEventsRequest { NextToken = empty.NextForwardToken })));
    }

    [Fact]
    public async Task Times_bound_what_is_read_and_the_end_is_not_in_it()
    {
        await FillAsync();

        Assert.Equal(["1", "2"], Texts(await GetAsync(new GetLogEventsRequest { StartTime = Now - 9, EndTime = Now - 7 })));
    }

    [Fact]
    public async Task What_the_group_keeps_no_longer_is_not_read()
    {
        await Logs.CreateAsync();
        await Logs.PutAsync((RunningLogs.Now.AddDays(-2).ToUnixTimeMilliseconds(), "old"));
        await Logs.PutAsync((Now, "new"));
        await Logs.Groups.UpdateAsync(RunningLogs.Key, group => group with { RetentionDays = 1 }, Ct);

        Assert.Equal(["new"], Texts(await GetAsync(new GetLogEventsRequest())));
    }

    [Fact]
    public async Task A_page_has_at_most_one_megabyte_and_one_event_at_least()
    {
        await Logs.CreateAsync();
        for (var i = 0; i < 3; i++) await Logs.PutAsync((Now + i, new string((char)('a' + i), 700_000)));

        Assert.Equal(["a"], Texts(await GetAsync(new GetLogEventsRequest { StartFromHead = true })).Select(text => text[..1]));
    }

    [Theory]
    [InlineData("x/1/2")]
    [InlineData("f/1")]
    [InlineData("f/one/2")]
    [InlineData("")]
    public async Task A_token_that_was_not_given_out_is_refused(string token)
    {
        await Logs.CreateAsync();
        await IsRefusedAsync<InvalidParameterException>("The specified nextToken is invalid.", () => GetAsync(new GetLogEventsRequest { NextToken = token }));
    }

    private async Task FillAsync()
    {
        await Logs.CreateAsync();
        await Logs.PutAsync((Now - 10, "0"), (Now - 9, "1"), (Now - 8, "2"), (Now - 7, "3"), (Now - 6, "4"));
    }

    private Task<GetLogEventsResponse> GetAsync(GetLogEventsRequest request) =>
        new GetLogEvents(Logs.Groups, Logs.Store).HandleAsync(request with { LogGroupName = RunningLogs.Group, LogStreamName = RunningLogs.Stream }, Logs.Context(), Ct);

    private static IEnumerable<string> Texts(GetLogEventsResponse page) => page.Events!.Select(item => item.Message!);
}
