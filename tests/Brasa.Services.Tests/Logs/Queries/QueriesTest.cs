using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Queries;
using Brasa.Services.Tests.Logs.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Services.Tests.Logs.Queries;

/// <summary>A test with queries of its own logs.</summary>
public abstract class QueriesTest : LogsTest
{
    private protected const string Other = "/other/group";

    private protected QueriesTest() => Runs = new QueryRuns(Logs.Store, Logs.Clock, NullLogger<QueryRuns>.Instance);

    private protected QueryRuns Runs { get; }

    private protected RecordingAuthorizer Authorizer { get; } = new();

    private protected static StartQueryRequest Request => new() { LogGroupName = RunningLogs.Group, StartTime = 0, EndTime = Now / 1000, QueryString = "fields @message" };

    public override async ValueTask DisposeAsync()
    {
        await Runs.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected async Task FillAsync()
    {
        await Logs.CreateGroupAsync();
        await Logs.CreateGroupAsync(Other);
        foreach (var (group, time, text) in new[] { (RunningLogs.Group, -3, "a"), (Other, -2, "b"), (RunningLogs.Group, -1, "c") })
            await Logs.Store.WriteAsync(RunningLogs.Key with { Name = group }, "s", [new(Now + (time * 1000), System.Text.Encoding.UTF8.GetBytes(text))], Ct);
    }

    private protected async Task<string> StartAsync(StartQueryRequest request) =>
        (await new StartQuery(Logs.Groups, Runs, Authorizer).HandleAsync(request, Logs.Context(), Ct)).QueryId!;

    private protected Task<GetQueryResultsResponse> GetAsync(string id, int? maxItems = null, string? token = null, string account = RunningLogs.Account) =>
        new GetQueryResults(Runs).HandleAsync(new GetQueryResultsRequest { QueryId = id, MaxItems = maxItems, NextToken = token }, Logs.Context(account), Ct);

    /// <summary>Starts a query, waits for its end, and tells what it found.</summary>
    private protected async Task<GetQueryResultsResponse> RunAsync(StartQueryRequest request)
    {
        var id = await StartAsync(request);
        await EndOf(id);
        return await GetAsync(id);
    }

    private protected async Task EndOf(string id)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Runs.Find(RunningLogs.Account, RunningLogs.Region, id)!.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(Ct);
    }

    private protected static string TextsOf(GetQueryResultsResponse response) =>
        string.Join(' ', response.Results!.Select(row => row.First(field => field.Field == "@message").Value));

    /// <summary>Lets all, and remembers what it was asked about.</summary>
    private protected sealed class RecordingAuthorizer : IAuthorizer
    {
        public List<string> Asked { get; } = [];

        public void Authorize(string action, string resource, RequestContext context) => Asked.Add($"{action} {resource}");
    }
}
