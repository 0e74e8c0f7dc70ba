using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Describes a role.</summary>
internal sealed class GetRole(IdentityKind<IamRole> roles) : IOperation<GetRoleRequest, GetRoleResponse>
{
    public Task<GetRoleResponse> HandleAsync(GetRoleRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(new GetRoleResponse { Role = roles.Get(context, request.RoleName).Describe() });
}
