using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Lists the instance profiles of a role: none, as Brasa has no instances.</summary>
internal sealed class ListInstanceProfilesForRole(IdentityKind<IamRole> roles)
    : IOperation<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse>
{
    public Task<ListInstanceProfilesForRoleResponse> HandleAsync(ListInstanceProfilesForRoleRequest request, RequestContext context, CancellationToken ct)
    {
        _ = roles.Get(context, request.RoleName);
        return Task.FromResult(new ListInstanceProfilesForRoleResponse { InstanceProfiles = [], IsTruncated = false });
    }
}
