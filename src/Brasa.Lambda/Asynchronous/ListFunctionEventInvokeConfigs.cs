using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Tells of which versions and aliases of a function it is said how asynchronous events are dealt with.</summary>
internal sealed class ListFunctionEventInvokeConfigs(FunctionStore functions) : IOperation<ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse>
{
    public Task<ListFunctionEventInvokeConfigsResponse> HandleAsync(ListFunctionEventInvokeConfigsRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        var function = functions.GetFunction(reference);
        var (page, next) = Markers.Page(function.EventConfigs, pair => pair.Key, request.MaxItems, request.Marker);
        return Task.FromResult(new ListFunctionEventInvokeConfigsResponse
        {
            FunctionEventInvokeConfigs = [.. page.Select(pair => EventInvokeConfigs.Describe(function.Key, pair.Key, pair.Value))],
            NextMarker = next,
        });
    }
}
