using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.ResourcePolicies;

/// <summary>Deletes a policy.</summary>
internal sealed class DeleteResourcePolicy(Documents<StoredPolicy> policies, LogGroups groups) : IOperation<DeleteResourcePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteResourcePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var key = PolicyKeys.Of(context, groups, request.PolicyName, request.ResourceArn);
        await policies.UpdateAsync(context.Account, context.Region, key, policy =>
        {
            if (policy is null) throw new ResourceNotFoundException($"Policy with name [{key}] does not exist.");
            PolicyKeys.RequireRevision(policy, request.ExpectedRevisionId);
            return null;
        }, ct);
        return NoOutput.Value;
    }
}
