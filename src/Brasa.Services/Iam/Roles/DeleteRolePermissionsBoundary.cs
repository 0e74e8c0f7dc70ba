using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Takes the permissions boundary off a role.</summary>
internal sealed class DeleteRolePermissionsBoundary(IdentityKind<IamRole> roles) : IOperation<DeleteRolePermissionsBoundaryRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteRolePermissionsBoundaryRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.SetBoundaryAsync(context, request.RoleName, null, ct);
        return NoOutput.Value;
    }
}
