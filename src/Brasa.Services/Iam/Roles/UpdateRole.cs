using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Changes the description of a role, or how long its sessions may last.</summary>
internal sealed class UpdateRole(IdentityKind<IamRole> roles) : IOperation<UpdateRoleRequest, UpdateRoleResponse>
{
    public async Task<UpdateRoleResponse> HandleAsync(UpdateRoleRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.UpdateAsync(context, request.RoleName, (_, role) => role with
        {
            Description = request.Description ?? role.Description, MaxSessionSeconds = request.MaxSessionDuration ?? role.MaxSessionSeconds,
        }, ct);
        return new UpdateRoleResponse();
    }
}
