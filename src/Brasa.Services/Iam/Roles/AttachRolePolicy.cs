using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Attaches a managed policy to a role.</summary>
internal sealed class AttachRolePolicy(IdentityKind<IamRole> roles) : IOperation<AttachRolePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(AttachRolePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.AttachAsync(context, request.RoleName, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
