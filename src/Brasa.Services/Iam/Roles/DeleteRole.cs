using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Deletes a role that no policy is left of.</summary>
internal sealed class DeleteRole(IdentityKind<IamRole> roles) : IOperation<DeleteRoleRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteRoleRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.RemoveAsync(context, request.RoleName, static (_, role) =>
        {
            if (role.Service is not null) throw ServiceLinkedRoles.Protected(role);
        }, ct);
        return NoOutput.Value;
    }
}
