using Brasa.Contracts.Logs;
using Brasa.Services.Logs.Events;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Events;

public sealed class FilterLogEventsTests : LogsTest
{
    private readonly SemaphoreSlim turns = new(1);

    [Fact]
    public async Task Events_of_all_streams_are_read_in_order_or_those_of_some()
    {
        await FillAsync();

        Assert.Equal(["a/1 ERROR", "b/1", "a/2", "c ERROR"], await TextsAsync(new FilterLogEventsRequest()));
        Assert.Equal(["a/1 ERROR", "a/2"], await TextsAsync(new FilterLogEventsRequest { LogStreamNames = ["a", "none"] }));
        Assert.Equal(["b/1"], await TextsAsync(new FilterLogEventsRequest { LogStreamNamePrefix = "b" }));
        Assert.Empty(await TextsAsync(new FilterLogEventsRequest { LogStreamNamePrefix = "x" }));
    }

    [Fact]
    public async Task A_pattern_and_times_choose_events()
    {
        await FillAsync();

        Assert.Equal(["a/1 ERROR", "c ERROR"], await TextsAsync(new FilterLogEventsRequest { FilterPattern = "ERROR" }));
        Assert.Equal(["b/1", "a/2"], await TextsAsync(new FilterLogEventsRequest { StartTime = Now + 1, EndTime = Now + 2 }));
        await IsRefusedAsync<InvalidParameterException>("", () => TextsAsync(new FilterLogEventsRequest { FilterPattern = "{ $.a = " }));
    }

    [Fact]
    public async Task Pages_hold_each_event_once_and_the_last_has_no_token()
    {
        await FillAsync();
        var first = await FilterAsync(new FilterLogEventsRequest { Limit = 3 });
        var second = await FilterAsync(new FilterLogEventsRequest { Limit = 3, NextToken = first.NextToken });

        Assert.Equal(["a/1 ERROR", "b/1", "a/2"], first.Events!.Select(item => item.Message));
        Assert.Equal(["c ERROR"], second.Events!.Select(item => item.Message));
        Assert.Null(second.NextToken);
        Assert.Null((await FilterAsync(new FilterLogEventsRequest { Limit = 4 })).NextToken);
    }

    [Fact]
    public async Task Ids_are_unique_and_ordered_as_events_are()
    {
        await FillAsync();
        var ids = (await FilterAsync(new FilterLogEventsRequest())).Events!.Select(item => item.EventId!).ToList();

        Assert.All(ids, id => Assert.Matches("^[0-9]{56}$", id));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
    }

    [Fact]
    public async Task Streams_are_named_in_one_way_and_tokens_are_the_operation_s_own()
    {
        await FillAsync();
        await IsRefusedAsync<InvalidParameterException>("", () => FilterAsync(new FilterLogEventsRequest { LogStreamNames = ["a"], LogStreamNamePrefix = "a" }));
        await IsRefusedAsync<InvalidParameterException>("The specified nextToken is invalid.", () => FilterAsync(new FilterLogEventsRequest { NextToken = "f/1/1" }));
    }

    private async Task FillAsync()
    {
        await Logs.CreateGroupAsync();
        foreach (var (stream, time, text) in new[] { ("a", 0, "a/1 ERROR"), ("a", 2, "a/2"), ("b", 1, "b/1"), ("c", 3, "c ERROR") })
            await Logs.Store.WriteAsync(RunningLogs.Key, stream, [new(Now + time, System.Text.Encoding.UTF8.GetBytes(text))], Ct);
    }

    private async Task<IEnumerable<string>> TextsAsync(FilterLogEventsRequest request) => (await FilterAsync(request)).Events!.Select(item => item.Message!);

    private Task<FilterLogEventsResponse> FilterAsync(FilterLogEventsRequest request) =>
        new FilterLogEvents(Logs.Groups, Logs.Store, turns).HandleAsync(request with { LogGroupName = RunningLogs.Group }, Logs.Context(), Ct);
}
