using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Removes tags of a role.</summary>
internal sealed class UntagRole(IdentityKind<IamRole> roles) : IOperation<UntagRoleRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UntagRoleRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.UntagAsync(context, request.RoleName, request.TagKeys, ct);
        return NoOutput.Value;
    }
}
