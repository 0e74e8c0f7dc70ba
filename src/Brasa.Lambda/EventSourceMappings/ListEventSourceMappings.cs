using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Lists mappings: all of an account in a region, or those of a function or of a source.</summary>
internal sealed class ListEventSourceMappings(MappingStore mappings, MappingPollers pollers) : IOperation<ListEventSourceMappingsRequest, ListEventSourceMappingsResponse>
{
    private const int MaxPage = 100;

    public Task<ListEventSourceMappingsResponse> HandleAsync(ListEventSourceMappingsRequest request, RequestContext context, CancellationToken ct)
    {
        FunctionReference? function = request.FunctionName is { } name ? FunctionReference.Parse(name, null, context) : null;
        var (page, next) = Pages.Cut(
            after => mappings.List(context.Account, context.Region).Where(mapping =>
                (request.EventSourceArn is null || mapping.SourceArn == request.EventSourceArn)
                && (function is null || mapping.Function == function)
                && (after is null || string.CompareOrdinal(mapping.Id, after) > 0)),
            mapping => mapping.Id, Math.Min(request.MaxItems ?? MaxPage, MaxPage), request.Marker,
            static () => FunctionSettings.Invalid("Invalid pagination token. Provide the NextMarker of an earlier response."));
        return Task.FromResult(new ListEventSourceMappingsResponse { EventSourceMappings = [.. page.Select(pollers.Describe)], NextMarker = next });
    }
}
