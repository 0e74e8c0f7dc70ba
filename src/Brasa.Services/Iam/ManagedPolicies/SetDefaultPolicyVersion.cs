using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Puts a version of a managed policy in force.</summary>
internal sealed class SetDefaultPolicyVersion(ManagedPolicyStore policies) : IOperation<SetDefaultPolicyVersionRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(SetDefaultPolicyVersionRequest request, RequestContext context, CancellationToken ct)
    {
        await policies.UpdateAsync(context, request.PolicyArn, policy => policy with { Default = policy.RequireVersion(request.VersionId), Updated = Descriptions.Whole(context.Time) }, ct);
        return NoOutput.Value;
    }
}
