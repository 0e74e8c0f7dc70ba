using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Removes tags of a managed policy.</summary>
internal sealed class UntagPolicy(ManagedPolicyStore policies) : IOperation<UntagPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UntagPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await policies.UpdateAsync(context, request.PolicyArn, policy => policy with { Tags = policy.Tags.RemoveRange(request.TagKeys) }, ct);
        return NoOutput.Value;
    }
}
