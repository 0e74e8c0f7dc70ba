using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>Lists an account's functions in a region, by name.</summary>
internal sealed class ListFunctions(FunctionStore functions) : IOperation<ListFunctionsRequest, ListFunctionsResponse>
{
    /// <summary>AWS returns no more than this at a time, whatever is asked for.</summary>
    private const int MaxPage = 50;

    public async Task<ListFunctionsResponse> HandleAsync(ListFunctionsRequest request, RequestContext context, CancellationToken ct)
    {
        var limit = Math.Min(request.MaxItems ?? MaxPage, MaxPage);
        var (page, marker) = await functions.ListAsync(context.Account, context.Region, limit, request.Marker, ct);
        return new ListFunctionsResponse { Functions = [.. page.Select(FunctionDescription.ToConfiguration)], NextMarker = marker };
    }
}
