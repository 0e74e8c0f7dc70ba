using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Insights;
using Brasa.Services.Logs.Queries;
using Brasa.Services.Tests.Logs.Support;

namespace Brasa.Services.Tests.Logs.Queries;

public sealed class QueryRunsTests : QueriesTest
{
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim mayEnd = new();

    public override async ValueTask DisposeAsync()
    {
        mayEnd.Set();
        await base.DisposeAsync();
        mayEnd.Dispose();
    }

    [Fact]
    public async Task A_query_that_runs_is_stopped_once()
    {
        var run = Runs.Start(Order());
        await begun.Task.WaitAsync(Ct);
        Assert.Equal(QueryStatus.Running, run.State.Status);

        Assert.True((await StopAsync(run.Id)).Success);

        mayEnd.Set();
        Assert.Equal(QueryStatus.Cancelled, (await GetAsync(run.Id)).Status);
        Assert.Empty((await GetAsync(run.Id)).Results!);
        await IsRefusedAsync<InvalidParameterException>("The specified query is not running.", () => StopAsync(run.Id));
        await IsRefusedAsync<ResourceNotFoundException>("The specified query does not exist.", () => StopAsync("none"));
    }

    [Fact]
    public async Task A_query_waits_while_others_run_and_need_never_begin()
    {
        var running = new[] { Runs.Start(Order()), Runs.Start(Order()) };
        var waiting = Runs.Start(Order());
        Assert.Equal(QueryStatus.Scheduled, waiting.State.Status);
        Runs.Stop(waiting);

        mayEnd.Set();
        foreach (var run in running) await EndOf(run.Id);

        Assert.Equal([QueryStatus.Complete, QueryStatus.Complete, QueryStatus.Cancelled], [running[0].State.Status, running[1].State.Status, waiting.State.Status]);
    }

    [Fact]
    public void An_account_has_so_many_that_have_not_ended()
    {
        var first = Runs.Start(Order());
        for (var i = 1; i < QueryRuns.MostAtOnce; i++) Runs.Start(Order());

        Assert.Throws<LimitExceededException>(() => Runs.Start(Order()));
        Runs.Start(Order() with { Account = "999900001111" });
        Runs.Stop(first);
        Runs.Start(Order());
    }

    [Fact]
    public async Task A_query_that_fails_says_so()
    {
        mayEnd.Set();
        var run = Runs.Start(Order(() => throw new IOException("gone")));
        await EndOf(run.Id);

        Assert.Equal(QueryStatus.Failed, run.State.Status);
    }

    [Fact]
    public async Task A_query_ends_after_an_hour()
    {
        var run = Runs.Start(Order());
        await begun.Task.WaitAsync(Ct);

        Logs.Clock.Advance(TimeSpan.FromMinutes(61));
        mayEnd.Set();
        await EndOf(run.Id);

        Assert.Equal(QueryStatus.Timeout, run.State.Status);
    }

    [Fact]
    public async Task Old_results_are_forgotten()
    {
        mayEnd.Set();
        var old = Runs.Start(Order());
        await EndOf(old.Id);
        mayEnd.Reset();
        Logs.Clock.Advance(TimeSpan.FromDays(8));

        Runs.Stop(Runs.Start(Order()));

        Assert.Null(Runs.Find(RunningLogs.Account, RunningLogs.Region, old.Id));
    }

    private Task<StopQueryResponse> StopAsync(string id) => new StopQuery(Runs).HandleAsync(new StopQueryRequest { QueryId = id }, Logs.Context(), Ct);

    /// <summary>A query that does not end before it may: its first event is read then.</summary>
    private QueryOrder Order(Action? read = null)
    {
        Logs.Store.WriteAsync(RunningLogs.Key, "s", [new(Now, new byte[1])], Ct);
        var query = InsightsQuery.Parse("stats count(*)", new QueryWindow(RunningLogs.Now, 0, Now));
        var range = new LogRange
        {
            Group = RunningLogs.Key,
            Where = _ =>
            {
                begun.TrySetResult();
                mayEnd.Wait(Ct);
                read?.Invoke();
                return true;
            },
        };
        return new QueryOrder(RunningLogs.Account, RunningLogs.Region, "arn:aws:iam::111122223333:root", "stats count(*)", query, [range], 1);
    }
}
