using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.LiveTail;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.LiveTail;

public sealed class LiveTailSessionTests : LogsTest
{
    [Fact]
    public async Task What_is_stored_is_sent_at_once_after_the_session_s_start()
    {
        await Logs.CreateGroupAsync();
        await using var session = await StartAsync(new StartLiveTailRequest());
        Assert.Equal("request", session.Current.SessionStart?.RequestId);

        var next = session.MoveNextAsync().AsTask();
        await Logs.StoreAsync("s", "one", "two");

        Assert.True(await next);
        var update = session.Current.SessionUpdate!;
        Assert.Equal(["one", "two"], update.SessionResults!.Select(item => item.Message));
        Assert.Equal(("111122223333:/app/group", "s", Now, Now + 1), (update.SessionResults![0].LogGroupIdentifier, update.SessionResults[0].LogStreamName, update.SessionResults[0].Timestamp, update.SessionResults[0].IngestionTime));
        Assert.False(update.SessionMetadata!.Sampled);
    }

    [Fact]
    public async Task A_second_without_events_is_told_of_as_well()
    {
        await Logs.CreateGroupAsync();
        await using var session = await StartAsync(new StartLiveTailRequest());
        var next = session.MoveNextAsync().AsTask();

        Logs.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Empty(session.Current.SessionUpdate!.SessionResults!);
    }

    [Fact]
    public async Task Only_the_streams_and_events_that_were_asked_for_are_sent()
    {
        await Logs.CreateGroupAsync();
        await using var named = await StartAsync(new StartLiveTailRequest { LogStreamNames = ["a1"], LogEventFilterPattern = "yes" });
        await using var prefixed = await StartAsync(new StartLiveTailRequest { LogStreamNamePrefixes = ["a"] });
        var (first, second) = (named.MoveNextAsync().AsTask(), prefixed.MoveNextAsync().AsTask());
        foreach (var stream in new[] { "b", "a2", "a1" }) await Logs.StoreAsync(stream, $"{stream} yes", $"{stream} no");

        Logs.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["a1 yes"], await GatherAsync(named, first, 1));
        Assert.Equal(["a2 yes", "a2 no", "a1 yes", "a1 no"], await GatherAsync(prefixed, second, 4));
    }

    [Fact]
    public async Task Of_more_than_five_hundred_events_a_second_a_sample_is_sent()
    {
        await Logs.CreateGroupAsync();
        await using var session = await StartAsync(new StartLiveTailRequest());
        var next = session.MoveNextAsync().AsTask();
        await Logs.StoreAsync("s", [.. Enumerable.Range(0, 501).Select(i => $"{i}")]);

        Assert.True(await next);
        Assert.Equal(500, session.Current.SessionUpdate!.SessionResults!.Count);
        Assert.True(session.Current.SessionUpdate.SessionMetadata!.Sampled);
    }

    [Fact]
    public async Task A_session_ends_after_three_hours()
    {
        await Logs.CreateGroupAsync();
        await using var session = await StartAsync(new StartLiveTailRequest());
        var next = session.MoveNextAsync().AsTask();
        Logs.Clock.Advance(LiveTailSession.Longest);
        Assert.True(await next);
        next = session.MoveNextAsync().AsTask();
        Logs.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.NotNull(session.Current.SessionTimeoutException);
        Assert.False(await session.MoveNextAsync());
        Assert.Equal(0, Logs.Tails.CountOf(RunningLogs.Account, RunningLogs.Region));
    }

    [Fact]
    public async Task A_session_ends_with_the_server()
    {
        await Logs.CreateGroupAsync();
        await using var session = await StartAsync(new StartLiveTailRequest());
        var next = session.MoveNextAsync().AsTask();

        Logs.Tails.End();
        while (await next) next = session.MoveNextAsync().AsTask();

        Assert.Equal(0, Logs.Tails.CountOf(RunningLogs.Account, RunningLogs.Region));
    }

    [Fact]
    public async Task An_account_has_so_many_sessions_and_no_more()
    {
        await Logs.CreateGroupAsync();
        var sessions = new List<IAsyncEnumerator<StartLiveTailResponseStream>>();
        for (var i = 0; i < LiveTails.Most; i++) sessions.Add(await StartAsync(new StartLiveTailRequest()));
        await IsRefusedAsync<LimitExceededException>("Resource limit exceeded.", () => StartAsync(new StartLiveTailRequest()));

        foreach (var session in sessions) await session.DisposeAsync();
        await (await StartAsync(new StartLiveTailRequest())).DisposeAsync();
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_is_refused()
    {
        await IsRefusedAsync<ResourceNotFoundException>("The specified log group does not exist.", () => StartAsync(new StartLiveTailRequest()));
        await Logs.CreateGroupAsync();
        await IsRefusedAsync<InvalidParameterException>("", () => StartAsync(new StartLiveTailRequest { LogStreamNames = ["a"], LogStreamNamePrefixes = ["a"] }));
        await IsRefusedAsync<InvalidParameterException>("", () => StartAsync(new StartLiveTailRequest { LogEventFilterPattern = "{ $.a = " }));
    }

    /// <summary>A session that has sent its start.</summary>
    private async Task<IAsyncEnumerator<StartLiveTailResponseStream>> StartAsync(StartLiveTailRequest request)
    {
        var operation = new StartLiveTail(Logs.Groups, Logs.Tails, new LetAll(), Logs.Clock);
        var answer = await operation.HandleAsync(request with { LogGroupIdentifiers = [$"arn:aws:logs:us-east-1:111122223333:log-group:{RunningLogs.Group}"] }, Logs.Context(), Ct);
        var session = answer.ResponseStream!.GetAsyncEnumerator(Ct);
        Assert.True(await session.MoveNextAsync());
        return session;
    }

    /// <summary>The messages of updates until there are so many.</summary>
    private async Task<IReadOnlyList<string>> GatherAsync(IAsyncEnumerator<StartLiveTailResponseStream> session, Task<bool> next, int count)
    {
        var messages = new List<string>();
        while (true)
        {
            Assert.True(await next);
            messages.AddRange(session.Current.SessionUpdate!.SessionResults!.Select(item => item.Message!));
            if (messages.Count >= count) return messages;
            next = session.MoveNextAsync().AsTask();
            Logs.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class LetAll : IAuthorizer
    {
        public void Authorize(string action, string resource, RequestContext context) => Assert.Equal(
            ("logs:StartLiveTail", "arn:aws:logs:us-east-1:111122223333:log-group:/app/group:log-stream:"), (action, resource));
    }
}
