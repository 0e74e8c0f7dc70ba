using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Keeps environments of a version or an alias ready for events to come.</summary>
internal sealed class PutProvisionedConcurrencyConfig(FunctionStore functions, ConcurrencyLimiter limiter, Provisioner provisioner)
    : IOperation<PutProvisionedConcurrencyConfigRequest, PutProvisionedConcurrencyConfigResponse>
{
    public async Task<PutProvisionedConcurrencyConfigResponse> HandleAsync(PutProvisionedConcurrencyConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var config = new ProvisionedConcurrency(request.ProvisionedConcurrentExecutions, context.Time);
        var updated = await limiter.ReserveAsync(() => functions.UpdateAsync(reference, function =>
        {
            Provisioner.RequirePublished(function, reference);
            RequireFree(function, reference.Qualifier!);
            var more = config.Requested - (function.Provisioned.GetValueOrDefault(reference.Qualifier!)?.Requested ?? 0);
            limiter.RequireProvisionable(function, more);
            return function with { Provisioned = function.Provisioned.SetItem(reference.Qualifier!, config) };
        }, ct), ct);

        provisioner.Apply(reference.Key);
        var state = provisioner.Read(updated, reference.Qualifier!, config);
        return new PutProvisionedConcurrencyConfigResponse
        {
            RequestedProvisionedConcurrentExecutions = config.Requested,
            AllocatedProvisionedConcurrentExecutions = state.Allocated,
            AvailableProvisionedConcurrentExecutions = state.Available,
            Status = state.Status,
            StatusReason = state.Reason,
            LastModified = FunctionDescription.Timestamp(config.LastModified),
        };
    }

    /// <summary>What a version is kept ready for is said at one place: at itself, or at one of its aliases.</summary>
    private static void RequireFree(Function function, string qualifier)
    {
        if (function.Aliases.TryGetValue(qualifier, out var alias))
        {
            if (function.Provisioned.ContainsKey(alias.Version) || (alias.Second is { } second && function.Provisioned.ContainsKey(second.Version)))
                throw new ResourceConflictException("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
        }
        else if (function.Aliases.Values.Any(other => function.Provisioned.ContainsKey(other.Name) && (other.Version == qualifier || other.Second?.Version == qualifier)))
        {
            throw new ResourceConflictException("Version is pointed by a Provisioned Concurrency alias");
        }
    }
}
