using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Tells of which versions and aliases of a function environments are kept ready.</summary>
internal sealed class ListProvisionedConcurrencyConfigs(FunctionStore functions, Provisioner provisioner)
    : IOperation<ListProvisionedConcurrencyConfigsRequest, ListProvisionedConcurrencyConfigsResponse>
{
    public Task<ListProvisionedConcurrencyConfigsResponse> HandleAsync(ListProvisionedConcurrencyConfigsRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified());
        var (page, next) = Markers.Page(function.Provisioned, pair => pair.Key, request.MaxItems, request.Marker);
        return Task.FromResult(new ListProvisionedConcurrencyConfigsResponse
        {
            ProvisionedConcurrencyConfigs = [.. page.Select(pair => Describe(function, pair.Key, pair.Value))],
            NextMarker = next,
        });
    }

    private ProvisionedConcurrencyConfigListItem Describe(Function function, string qualifier, ProvisionedConcurrency config)
    {
        var state = provisioner.Read(function, qualifier, config);
        return new ProvisionedConcurrencyConfigListItem
        {
            FunctionArn = function.Key.QualifiedArn(qualifier),
            RequestedProvisionedConcurrentExecutions = config.Requested,
            AllocatedProvisionedConcurrentExecutions = state.Allocated,
            AvailableProvisionedConcurrentExecutions = state.Available,
            Status = state.Status,
            StatusReason = state.Reason,
            LastModified = FunctionDescription.Timestamp(config.LastModified),
        };
    }
}
