using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Adds tags to a role.</summary>
internal sealed class TagRole(IdentityKind<IamRole> roles) : IOperation<TagRoleRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(TagRoleRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.TagAsync(context, request.RoleName, request.Tags, ct);
        return NoOutput.Value;
    }
}
