using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Says anew who may become a role.</summary>
internal sealed class UpdateAssumeRolePolicy(IdentityKind<IamRole> roles) : IOperation<UpdateAssumeRolePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UpdateAssumeRolePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        PolicyDocuments.RequireTrustPolicy(request.PolicyDocument);
        await roles.UpdateAsync(context, request.RoleName, (_, role) => role.Service is null ? role with { TrustPolicy = request.PolicyDocument } : throw ServiceLinkedRoles.Protected(role), ct);
        return NoOutput.Value;
    }
}
