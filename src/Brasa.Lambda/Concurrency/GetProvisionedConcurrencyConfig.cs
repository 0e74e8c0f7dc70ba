using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Tells what is kept ready of a version or an alias.</summary>
internal sealed class GetProvisionedConcurrencyConfig(FunctionStore functions, Provisioner provisioner)
    : IOperation<GetProvisionedConcurrencyConfigRequest, GetProvisionedConcurrencyConfigResponse>
{
    public Task<GetProvisionedConcurrencyConfigResponse> HandleAsync(GetProvisionedConcurrencyConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var function = functions.GetFunction(reference);
        Provisioner.RequirePublished(function, reference);
        var config = function.Provisioned.GetValueOrDefault(reference.Qualifier!)
            ?? throw new ProvisionedConcurrencyConfigNotFoundException("No Provisioned Concurrency Config found for this function");
        var state = provisioner.Read(function, reference.Qualifier!, config);
        return Task.FromResult(new GetProvisionedConcurrencyConfigResponse
        {
            RequestedProvisionedConcurrentExecutions = config.Requested,
            AllocatedProvisionedConcurrentExecutions = state.Allocated,
            AvailableProvisionedConcurrentExecutions = state.Available,
            Status = state.Status,
            StatusReason = state.Reason,
            LastModified = FunctionDescription.Timestamp(config.LastModified),
        });
    }
}
