using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Changes the description of a role.</summary>
internal sealed class UpdateRoleDescription(IdentityKind<IamRole> roles) : IOperation<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse>
{
    public async Task<UpdateRoleDescriptionResponse> HandleAsync(UpdateRoleDescriptionRequest request, RequestContext context, CancellationToken ct)
    {
        var role = await roles.UpdateAsync(context, request.RoleName, (_, role) => role with { Description = request.Description }, ct);
        return new UpdateRoleDescriptionResponse { Role = role.Describe() };
    }
}
