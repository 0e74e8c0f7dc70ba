using System.Globalization;
using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Insights;

namespace Brasa.Services.Logs.Queries;

/// <summary>Tells what a query has come to, and what it found once it is complete.</summary>
internal sealed class GetQueryResults(QueryRuns runs) : IOperation<GetQueryResultsRequest, GetQueryResultsResponse>
{
    public Task<GetQueryResultsResponse> HandleAsync(GetQueryResultsRequest request, RequestContext context, CancellationToken ct)
    {
        var run = runs.Find(context.Account, context.Region, request.QueryId) ?? throw QueryErrors.NoQuery;
        var (status, scan, result, _) = run.State;
        var rows = result?.Rows ?? [];
        var start = 0;
        if (request.NextToken is { } token && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start > rows.Count)) throw LogErrors.InvalidToken;
        var end = Math.Min((long)start + (request.MaxItems is > 0 and var most ? most : InsightsQuery.MaxRows), rows.Count);

        return Task.FromResult(new GetQueryResultsResponse
        {
            QueryLanguage = QueryLanguage.Cwli,
            Status = status,
            Results = [.. rows.Take(start..(int)end).Select(row => row.Select(field => new ResultField { Field = field.Key, Value = field.Value }).ToList())],
            NextToken = end < rows.Count ? end.ToString(CultureInfo.InvariantCulture) : null,
            Statistics = new QueryStatistics
            {
                RecordsMatched = scan.RecordsMatched,
                RecordsScanned = scan.RecordsScanned,
                BytesScanned = scan.BytesScanned,
                LogGroupsScanned = run.Order.Ranges.Count,
                EstimatedRecordsSkipped = 0, // no fields are indexed: nothing is skipped
                EstimatedBytesSkipped = 0,
            },
        });
    }
}
