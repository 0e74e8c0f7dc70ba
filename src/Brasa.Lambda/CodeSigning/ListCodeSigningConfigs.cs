using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Lists an account's code signing configurations in a region, by id.</summary>
internal sealed class ListCodeSigningConfigs(CodeSigningConfigStore configs) : IOperation<ListCodeSigningConfigsRequest, ListCodeSigningConfigsResponse>
{
    public Task<ListCodeSigningConfigsResponse> HandleAsync(ListCodeSigningConfigsRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Markers.Page(
            configs.List(context.Account, context.Region), config => config.Id, request.MaxItems, request.Marker);
        return Task.FromResult(new ListCodeSigningConfigsResponse { CodeSigningConfigs = [.. page.Select(config => config.ToConfiguration())], NextMarker = next });
    }
}
