using System.Text.Json;
using Brasa.Contracts.Logs;
using Brasa.Core.Events;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Subscriptions;
using Brasa.Services.Tests.Logs.Support;
using EventSource = Brasa.Core.Events.EventSource;

namespace Brasa.Services.Tests.Logs.Subscriptions;

public sealed class DeliveriesTests : LogsTest
{
    private const string Function = "arn:aws:lambda:us-east-1:111122223333:function:told";

    [Fact]
    public async Task A_function_is_told_of_events_that_match()
    {
        await SubscribeAsync("ERROR");
        await Logs.StoreAsync("s", "ERROR one", "fine", "ERROR two");
        var told = await Logs.Target.NextAsync(Ct);

        Assert.Equal(("DATA_MESSAGE", "111122223333", "/app/group", "s"), (Text(told, "messageType"), Text(told, "owner"), Text(told, "logGroup"), Text(told, "logStream")));
        Assert.Equal(["filter"], told.GetProperty("subscriptionFilters").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["ERROR one", "ERROR two"], Messages(told));
        Assert.Matches("^[0-9]{56}$", Text(told.GetProperty("logEvents")[0], "id"));
        Assert.Equal(Now, told.GetProperty("logEvents")[0].GetProperty("timestamp").GetInt64());
        Assert.Equal(new EventSource("logs.amazonaws.com", "arn:aws:logs:us-east-1:111122223333:log-group:/app/group:*", "111122223333"), Logs.Target.Source);
    }

    [Fact]
    public async Task A_policy_may_name_the_service_of_the_region()
    {
        Logs.Target.Allowed = "logs.us-east-1.amazonaws.com";
        await SubscribeAsync("");
        await Logs.StoreAsync("s", "one");
        await Logs.Target.NextAsync(Ct);

        Assert.Equal("logs.us-east-1.amazonaws.com", Logs.Target.Source!.Service);
    }

    [Fact]
    public async Task Where_there_is_no_room_it_is_told_again_later()
    {
        await SubscribeAsync("");
        foreach (var answer in new[] { DeliveryOutcome.Throttled, DeliveryOutcome.Failed }) Logs.Target.Answers.Enqueue(answer);
        await Logs.StoreAsync("s", "one");

        Assert.Equal(["one"], Messages(await Logs.Target.NextAsync(Ct)));
        Assert.Equal(["one"], Messages(await NextWithTimeAsync()));
        Assert.Equal(["one"], Messages(await NextWithTimeAsync()));
        await Logs.StoreAsync("s", "two");
        Assert.Equal(["two"], Messages(await Logs.Target.NextAsync(Ct)));
    }

    [Theory]
    [InlineData(DeliveryOutcome.FunctionError)]
    [InlineData(DeliveryOutcome.NotFound)]
    [InlineData(DeliveryOutcome.AccessDenied)]
    public async Task What_would_not_be_taken_later_either_is_told_once(DeliveryOutcome outcome)
    {
        await SubscribeAsync("");
        Logs.Target.Answers.Enqueue(outcome);
        await Logs.StoreAsync("s", "one");
        Assert.Equal(["one"], Messages(await Logs.Target.NextAsync(Ct)));
        await Logs.StoreAsync("s", "two");

        Assert.Equal(["two"], Messages(await Logs.Target.NextAsync(Ct)));
    }

    [Fact]
    public async Task Storing_never_waits_for_a_function_and_what_is_too_much_is_dropped()
    {
        var ready = new TaskCompletionSource();
        Logs.Target.Ready = ready.Task;
        await SubscribeAsync("");
        for (var i = 0; i < 64; i++) await Logs.StoreAsync("s", $"{i} {new string('x', 256 << 10)}");
        ready.SetResult();

        var told = new List<string>();
        while (told.Count == 0 || !told.Contains("63")) told.AddRange(Messages(await Logs.Target.NextAsync(Ct)).Select(message => message.Split(' ')[0]));
        Assert.InRange(told.Count, 15, 40);
    }

    [Fact]
    public async Task A_function_is_told_of_its_own_log_once_in_ten_seconds()
    {
        var own = new Brasa.Core.Logs.LogGroupKey(RunningLogs.Account, RunningLogs.Region, "/aws/lambda/told");
        await Logs.CreateGroupAsync(own.Name);
        await PutAsync("filter", "", own.Name);
        foreach (var text in new[] { "one", "two" }) await Logs.Store.WriteAsync(own, "s", [new(Now, System.Text.Encoding.UTF8.GetBytes(text))], Ct);

        Assert.Equal(["one"], Messages(await Logs.Target.NextAsync(Ct)));
        var before = Logs.Clock.GetUtcNow();
        Assert.Equal(["two"], Messages(await NextWithTimeAsync()));
        Assert.True(Logs.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_filter_that_is_deleted_tells_nobody()
    {
        await SubscribeAsync("");
        await new DeleteSubscriptionFilter(Logs.Groups).HandleAsync(new DeleteSubscriptionFilterRequest { LogGroupName = RunningLogs.Group, FilterName = "filter" }, Logs.Context(), Ct);
        await Logs.StoreAsync("s", "unheard");
        await PutAsync("other", "");
        await Logs.StoreAsync("s", "heard");

        Assert.Equal(["heard"], Messages(await Logs.Target.NextAsync(Ct)));
    }

    [Fact]
    public async Task A_function_that_may_not_be_called_is_not_subscribed()
    {
        Logs.Target.Allowed = "nobody";
        await Logs.CreateGroupAsync();

        await IsRefusedAsync<InvalidParameterException>("Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.", () => PutAsync("filter", ""));
        Assert.Empty(Logs.Groups.Get(RunningLogs.Key).Subscriptions);
    }

    [Fact]
    public async Task A_group_has_two_filters_and_one_can_be_replaced()
    {
        await SubscribeAsync("a");
        await PutAsync("second", "b");
        await IsRefusedAsync<LimitExceededException>("Resource limit exceeded.", () => PutAsync("third", "c"));
        await PutAsync("second", "c");

        var listed = await new DescribeSubscriptionFilters(Logs.Groups).HandleAsync(new DescribeSubscriptionFiltersRequest { LogGroupName = RunningLogs.Group }, Logs.Context(), Ct);
        Assert.Equal([("filter", "a"), ("second", "c")], listed.SubscriptionFilters!.Select(filter => (filter.FilterName!, filter.FilterPattern!)));
    }

    private async Task SubscribeAsync(string pattern)
    {
        await Logs.CreateGroupAsync();
        await PutAsync("filter", pattern);
    }

    private Task<NoOutput> PutAsync(string name, string pattern, string group = RunningLogs.Group) => new PutSubscriptionFilter(Logs.Groups, Logs.Target).HandleAsync(
        new PutSubscriptionFilterRequest { LogGroupName = group, FilterName = name, FilterPattern = pattern, DestinationArn = Function }, Logs.Context(), Ct);

    /// <summary>What it is told next, while time goes by.</summary>
    private async Task<JsonElement> NextWithTimeAsync()
    {
        var next = Logs.Target.NextAsync(Ct).AsTask();
        while (!next.IsCompleted)
        {
            Logs.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await next;
    }

    private static IEnumerable<string> Messages(JsonElement told) => told.GetProperty("logEvents").EnumerateArray().Select(item => Text(item, "message"));

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString()!;
}
