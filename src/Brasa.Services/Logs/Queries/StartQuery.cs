using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Events;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.Insights;

namespace Brasa.Services.Logs.Queries;

/// <summary>Starts a query of log groups, and does not wait for it.</summary>
internal sealed class StartQuery(LogGroups groups, QueryRuns runs, IAuthorizer authorizer) : IOperation<StartQueryRequest, StartQueryResponse>
{
    /// <summary>Log groups of one query.</summary>
    /// <remarks>CloudWatch Logs API reference, StartQuery.</remarks>
    private const int MostGroups = 50;

    /// <summary>Times past this are in milliseconds: in seconds it is the year 5138.</summary>
    private const long LastSecond = 99_999_999_999;

    private const long MillisecondsOfSecond = 1_000;

    public Task<StartQueryResponse> HandleAsync(StartQueryRequest request, RequestContext context, CancellationToken ct)
    {
        var keys = NamesOf(request, context).Select(name => LogGroups.KeyOf(context, name)).Distinct().ToList();
        foreach (var key in keys) authorizer.Authorize("logs:StartQuery", LogResources.OfGroup(context, key.Name), context);
        if (keys.Count is 0 or > MostGroups) throw LogErrors.Invalid($"A query is about 1 to {MostGroups} log groups.");
        if (request.QueryLanguage is { } language && language != QueryLanguage.Cwli) throw LogErrors.Unsupported($"queryLanguage {language.Value}");
        if (request.Limit > InsightsQuery.MaxRows) throw LogErrors.Unsupported($"A limit of more than {InsightsQuery.MaxRows}");

        var (from, before) = (FirstMillisecond(request.StartTime), LastMillisecond(request.EndTime) + 1);
        if (from >= before) throw LogErrors.Invalid("End time should not be before start time.");

        var ranges = keys.Select(key => new LogRange { Group = key, From = EventPages.From(from, groups.Get(key).OldestKept(context.Time)), Before = before }).ToList();
        var query = Parse(request.QueryString, new QueryWindow(context.Time, from, before - 1));
        var order = new QueryOrder(
            context.Account, context.Region, context.Principal.Arn, request.QueryString, query, ranges, request.Limit ?? InsightsQuery.MaxRows);
        return Task.FromResult(new StartQueryResponse { QueryId = runs.Start(order).Id });
    }

    private static IEnumerable<string> NamesOf(StartQueryRequest request, RequestContext context) => request switch
    {
        { LogGroupName: { } name, LogGroupNames: null, LogGroupIdentifiers: null } => [name],
        { LogGroupName: null, LogGroupNames: { } names, LogGroupIdentifiers: null } => names,
        { LogGroupName: null, LogGroupNames: null, LogGroupIdentifiers: { } identifiers } => identifiers.Select(identifier => LogGroups.NameOf(context, identifier)),
        _ => throw LogErrors.Invalid("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified."),
    };

    private static InsightsQuery Parse(string text, QueryWindow window)
    {
        try
        {
            return InsightsQuery.Parse(text, window);
        }
        catch (QuerySyntaxException failure)
        {
            throw new MalformedQueryException(failure.Message)
            {
                QueryCompileError = new QueryCompileError
                {
                    Message = failure.Message,
                    Location = new QueryCompileErrorLocation { StartCharOffset = failure.Start, EndCharOffset = failure.End },
                },
            };
        }
    }

    private static long FirstMillisecond(long time) => time > LastSecond ? time : time * MillisecondsOfSecond;

    /// <remarks>The range has both its ends in it, and a second is as long as it is.</remarks>
    private static long LastMillisecond(long time) => time > LastSecond ? time : (time * MillisecondsOfSecond) + MillisecondsOfSecond - 1;
}
