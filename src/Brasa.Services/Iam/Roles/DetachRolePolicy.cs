using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Takes a managed policy off a role.</summary>
internal sealed class DetachRolePolicy(IdentityKind<IamRole> roles) : IOperation<DetachRolePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DetachRolePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.DetachAsync(context, request.RoleName, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
