using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Removes an inline policy of a role.</summary>
internal sealed class DeleteRolePolicy(IdentityKind<IamRole> roles) : IOperation<DeleteRolePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteRolePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.DeleteInlineAsync(context, request.RoleName, request.PolicyName, ct);
        return NoOutput.Value;
    }
}
