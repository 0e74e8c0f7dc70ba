using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Creates the role that a service of AWS uses in an account.</summary>
internal sealed class CreateServiceLinkedRole(IdentityKind<IamRole> roles)
    : IOperation<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse>
{
    public async Task<CreateServiceLinkedRoleResponse> HandleAsync(CreateServiceLinkedRoleRequest request, RequestContext context, CancellationToken ct)
    {
        var role = await roles.AddAsync(context, ServiceLinkedRoles.Make(context, request), ct);
        return new CreateServiceLinkedRoleResponse { Role = role.Describe() };
    }
}
