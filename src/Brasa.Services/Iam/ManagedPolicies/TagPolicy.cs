using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Adds tags to a managed policy.</summary>
internal sealed class TagPolicy(ManagedPolicyStore policies) : IOperation<TagPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(TagPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await policies.UpdateAsync(context, request.PolicyArn, policy => policy with { Tags = IdentityRules.WithTags(policy.Tags, request.Tags) }, ct);
        return NoOutput.Value;
    }
}
