using Brasa.Core.Queues;
using Brasa.Lambda.Aliases;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Lambda.Versions;

namespace Brasa.Lambda.Tests.Asynchronous;

public sealed class AsynchronousEventsTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly EventServer server = new();

    public async ValueTask InitializeAsync() => await server.Functions.AddAsync("hello");

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_event_is_stored_before_it_is_run_and_until_it_has_been_dealt_with()
    {
        await server.AcceptAsync("[1]", requestId: "11111111-1111-4111-8111-111111111111");
        Assert.Equal(1, server.Stored);

        var run = await server.Runs.NextAsync();
        Assert.Equal(("[1]", "11111111-1111-4111-8111-111111111111", "Root=1-0-0"), (run.Payload, run.Invocation.RequestId, run.Invocation.TraceId));
        Assert.True(run.Invocation.IsAsynchronous);
        Assert.Equal(1, server.Stored);
        run.Answer();
        await server.StoredAsync(0);
    }

    [Fact]
    public async Task What_the_function_fails_on_it_has_again_after_one_minute_and_after_two_with_the_same_request_id()
    {
        await server.AcceptAsync("[1]");
        (await server.Runs.NextAsync()).Fail();

        await WaitsForAsync(TimeSpan.FromMinutes(1));
        var second = await server.Runs.NextAsync();
        Assert.Equal(("[1]", "request-1"), (second.Payload, second.Invocation.RequestId));
        second.Fail();
        await WaitsForAsync(TimeSpan.FromMinutes(2));
        (await server.Runs.NextAsync()).Fail();
        await server.StoredAsync(0);
        Assert.False(server.Runs.HasBegun);
    }

    [Fact]
    public async Task How_often_it_has_it_again_is_as_its_settings_say_when_it_fails()
    {
        await server.AcceptAsync();
        var run = await server.Runs.NextAsync();
        await server.SayAsync(new EventInvokeConfig { MaximumRetryAttempts = 1 });
        run.Fail();
        await WaitsForAsync(TimeSpan.FromMinutes(1));
        run = await server.Runs.NextAsync();
        await server.SayAsync(new EventInvokeConfig { MaximumRetryAttempts = 0 });
        run.Fail();
        await server.StoredAsync(0);
    }

    [Fact]
    public async Task An_event_for_which_there_is_no_room_waits_longer_each_time_and_is_given_up_when_it_is_too_old()
    {
        await server.SayAsync(new EventInvokeConfig { MaximumEventAgeInSeconds = 60 });
        await server.AcceptAsync();
        foreach (var wait in (int[])[1, 2, 4, 8, 16])
        {
            (await server.Runs.NextAsync()).Throttle();
            await WaitsForAsync(wait * Second);
        }

        (await server.Runs.NextAsync()).Throttle();
        await WaitsForAsync(29 * Second); // of 32, as it is 31 seconds old
        await server.StoredAsync(0);
        Assert.False(server.Runs.HasBegun);
    }

    [Fact]
    public async Task The_longest_wait_for_room_is_five_minutes()
    {
        await server.AcceptAsync();
        foreach (var wait in (int[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        {
            (await server.Runs.NextAsync()).Throttle();
            await WaitsForAsync(wait * Second);
        }

        (await server.Runs.NextAsync()).Answer();
        await server.StoredAsync(0);
    }

    [Fact]
    public async Task A_place_that_an_invocation_gives_back_is_taken_at_once_by_an_event_that_waits_for_room()
    {
        await server.AcceptAsync("1");
        var first = await server.Runs.NextAsync();
        await server.AcceptAsync("2");
        (await server.Runs.NextAsync()).Throttle();
        await server.WaitingAsync(1);

        first.Answer();
        (await server.Runs.NextAsync()).Answer();
        await server.StoredAsync(0);
    }

    [Fact]
    public async Task A_place_that_is_given_back_while_another_event_finds_none_is_not_lost_to_it()
    {
        await server.AcceptAsync("1");
        var first = await server.Runs.NextAsync();
        await server.AcceptAsync("2");
        var second = await server.Runs.NextAsync();
        first.Answer();
        second.Throttle();
        Assert.Equal("2", (await server.Runs.NextAsync()).Payload);
    }

    [Fact]
    public async Task What_this_server_fails_on_is_tried_again_after_waits_that_double_and_is_no_attempt_of_the_function()
    {
        await server.SayAsync(new EventInvokeConfig { MaximumRetryAttempts = 0, OnSuccess = "arn:aws:sqs:eu-west-1:123456789012:done" });
        await server.AcceptAsync();
        foreach (var wait in (int[])[1, 2, 4])
        {
            (await server.Runs.NextAsync()).Outcome.SetException(new IOException("The disk is gone."));
            await WaitsForAsync(wait * Second);
        }

        (await server.Runs.NextAsync()).Answer();
        Assert.Contains("\"approximateInvokeCount\":1", Text((await server.Queue.NextAsync()).Message.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_fails_or_has_no_room_delays_no_other()
    {
        await server.Functions.AddAsync("other");
        for (var i = 0; i < 100; i++) await server.AcceptAsync();
        for (var i = 0; i < 8; i++)
        {
            var run = await server.Runs.NextAsync();
            if (i % 2 == 0) run.Fail();
            else run.Throttle();
        }

        await server.AcceptAsync("\"other\"", function: "other");
        PretendedRun next;
        do next = await server.Runs.NextAsync();
        while (next.Version.Name == "hello");
        Assert.Equal("\"other\"", next.Payload);
    }

    [Fact]
    public async Task Events_of_one_function_are_tried_few_at_once_first_and_more_while_others_wait()
    {
        var first = Math.Max(8, 4 * Environment.ProcessorCount);
        for (var i = 0; i < 3 * first; i++) await server.AcceptAsync();
        for (var i = 0; i < first; i++) await server.Runs.NextAsync();
        await server.WaitingAsync(2 * first);

        server.Clock.Advance(Second);
        for (var i = 0; i < first; i++) await server.Runs.NextAsync();
        Assert.Equal(first, server.Events.CountWaiting(EventServer.Hello));
    }

    [Fact]
    public async Task Events_go_on_after_a_restart_with_what_they_have_been_through()
    {
        await server.SayAsync(new EventInvokeConfig { MaximumRetryAttempts = 1 });
        await server.AcceptAsync("\"begun\"");
        await server.Runs.NextAsync();
        await server.AcceptAsync("\"failed\"", requestId: "request-2");
        (await server.Runs.NextAsync()).Fail();
        await server.WaitingAsync(1);
        server.Clock.Advance(20 * Second);

        await server.RestartAsync();
        var again = await server.Runs.NextAsync();
        Assert.Equal("\"begun\"", again.Payload);
        await WaitsForAsync(40 * Second);
        var retry = await server.Runs.NextAsync();
        Assert.Equal(("\"failed\"", "request-2"), (retry.Payload, retry.Invocation.RequestId));
        retry.Fail();
        await server.StoredAsync(1);
    }

    [Fact]
    public async Task What_ends_with_the_server_is_not_taken_for_the_functions_doing()
    {
        await server.AcceptAsync();
        var run = await server.Runs.NextAsync();
        server.Events.Stop();
        run.Outcome.SetResult(new Brasa.Lambda.Invocation.InvocationOutcome.Exited(new Brasa.Sandbox.SandboxExit(null, 9, OutOfMemory: false)));
        await server.Events.DisposeAsync();
        Assert.Equal(1, server.Stored);
    }

    [Fact]
    public async Task What_is_stored_of_no_function_or_is_no_event_is_removed_at_the_start()
    {
        await server.Messages.WriteAsync(
            [new MessageWrite.Add("async/123456789012/eu-west-1/gone", "{}"u8.ToArray(), default), new MessageWrite.Add("async/123456789012/eu-west-1/hello", "["u8.ToArray(), default)],
            TestContext.Current.CancellationToken);
        await server.RestartAsync();
        Assert.Equal(0, server.Stored);
    }

    [Fact]
    public async Task The_events_of_a_deleted_function_are_dropped()
    {
        await server.AcceptAsync();
        (await server.Runs.NextAsync()).Fail();
        await server.WaitingAsync(1);
        await server.Functions.Store.RemoveAsync(StoredFunctions.Hello, TestContext.Current.CancellationToken);
        await server.Events.DropAsync(EventServer.Hello);
        Assert.Equal(0, server.Stored);

        await server.AcceptAsync(); // of a request that found the function before
        await server.StoredAsync(0);
        Assert.False(server.Runs.HasBegun);
    }

    [Fact]
    public async Task An_event_for_an_alias_goes_at_each_attempt_where_the_alias_points_by_then()
    {
        await server.ChangeAsync(function => Publishing.Publish(function, null, DateTimeOffset.UnixEpoch, out _) with
        {
            Aliases = function.Aliases.Add("live", new Alias("live", FunctionVersion.Latest, "", null, "1")),
        });
        await server.AcceptAsync(qualifier: "live");
        var run = await server.Runs.NextAsync();
        Assert.Equal(("$LATEST", $"{EventServer.Hello.Arn}:live"), (run.Version.Version, run.Invocation.InvokedArn));
        await server.ChangeAsync(function => function with { Aliases = function.Aliases.SetItem("live", function.Aliases["live"] with { Version = "1" }) });
        run.Fail();
        await WaitsForAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("1", (await server.Runs.NextAsync()).Version.Version);
    }

    [Fact]
    public async Task A_payload_that_is_not_kept_in_memory_is_read_from_the_store()
    {
        var large = $"\"{new string('x', EventRules.PayloadBytes - 2)}\"";
        var blocked = Math.Max(8, 4 * Environment.ProcessorCount);
        var more = (int)(PayloadCache.DefaultCapacity / EventRules.PayloadBytes) + 1;
        for (var i = 0; i < blocked; i++) await server.AcceptAsync();
        var runs = new List<PretendedRun>();
        for (var i = 0; i < blocked; i++) runs.Add(await server.Runs.NextAsync());
        for (var i = 0; i < more; i++) await server.AcceptAsync(large);
        foreach (var run in runs) run.Answer();
        for (var i = 0; i < more; i++)
        {
            var run = await server.Runs.NextAsync();
            Assert.Equal(large.Length, run.Payload.Length);
            run.Answer();
        }

        await server.StoredAsync(0);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Waits until the one event waits, and sees it do so until that time has passed.</summary>
    private async Task WaitsForAsync(TimeSpan time)
    {
        await server.WaitingAsync(1);
        server.Clock.Advance(time - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, server.Events.CountWaiting(EventServer.Hello));
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, server.Events.CountWaiting(EventServer.Hello));
    }
}
