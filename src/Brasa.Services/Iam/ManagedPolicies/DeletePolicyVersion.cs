using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Deletes a version of a managed policy that is not in force.</summary>
internal sealed class DeletePolicyVersion(ManagedPolicyStore policies) : IOperation<DeletePolicyVersionRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeletePolicyVersionRequest request, RequestContext context, CancellationToken ct)
    {
        await policies.UpdateAsync(context, request.PolicyArn, policy =>
        {
            var number = policy.RequireVersion(request.VersionId);
            if (number == policy.Default) throw new DeleteConflictException("Cannot delete the default version of a policy.");
            return policy with { Versions = policy.Versions.Remove(number), Updated = Descriptions.Whole(context.Time) };
        }, ct);
        return NoOutput.Value;
    }
}
