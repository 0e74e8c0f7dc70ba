using System.Globalization;
using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Queries;

/// <summary>Lists the queries that are remembered, the latest first.</summary>
internal sealed class DescribeQueries(QueryRuns runs) : IOperation<DescribeQueriesRequest, DescribeQueriesResponse>
{
    private const int DefaultPage = 1_000;

    public Task<DescribeQueriesResponse> HandleAsync(DescribeQueriesRequest request, RequestContext context, CancellationToken ct)
    {
        var found = runs.In(context.Account, context.Region)
            .Where(run => request.LogGroupName is not { } group || run.Order.Ranges.Any(range => range.Group.Name == group))
            .Where(run => request.Status is not { } status || run.State.Status == status)
            .Where(_ => request.QueryLanguage is not { } language || language == QueryLanguage.Cwli)
            .OrderBy(PlaceOf, StringComparer.Ordinal);
        var (page, next) = Listing.Page(found, PlaceOf, request.MaxResults ?? DefaultPage, request.NextToken);
        return Task.FromResult(new DescribeQueriesResponse { Queries = [.. page.Select(Describe)], NextToken = next });
    }

    private static string PlaceOf(QueryRun run) =>
        string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - run.StartedAt.ToUnixTimeMilliseconds():D19} {run.Id}");

    private static QueryInfo Describe(QueryRun run)
    {
        var (status, scan, _, endedAt) = run.State;
        return new QueryInfo
        {
            QueryId = run.Id,
            QueryLanguage = QueryLanguage.Cwli,
            QueryString = run.Order.Text,
            LogGroupName = run.Order.Ranges[0].Group.Name,
            Status = status,
            CreateTime = run.StartedAt.ToUnixTimeMilliseconds(),
            QueryDuration = endedAt is { } end ? (long)(end - run.StartedAt).TotalMilliseconds : null,
            BytesScanned = scan.BytesScanned,
            UserIdentity = run.Order.Caller,
        };
    }
}
