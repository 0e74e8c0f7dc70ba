using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Queries;

/// <summary>Stops a query that has not ended.</summary>
internal sealed class StopQuery(QueryRuns runs) : IOperation<StopQueryRequest, StopQueryResponse>
{
    public Task<StopQueryResponse> HandleAsync(StopQueryRequest request, RequestContext context, CancellationToken ct)
    {
        var run = runs.Find(context.Account, context.Region, request.QueryId) ?? throw QueryErrors.NoQuery;
        return runs.Stop(run) ? Task.FromResult(new StopQueryResponse { Success = true }) : throw QueryErrors.NotRunning;
    }
}
