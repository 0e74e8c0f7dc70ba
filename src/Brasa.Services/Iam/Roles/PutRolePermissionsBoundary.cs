using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Bounds what the policies of a role allow.</summary>
internal sealed class PutRolePermissionsBoundary(IdentityKind<IamRole> roles) : IOperation<PutRolePermissionsBoundaryRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutRolePermissionsBoundaryRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.SetBoundaryAsync(context, request.RoleName, request.PermissionsBoundary, ct);
        return NoOutput.Value;
    }
}
