using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Shows an inline policy of a role.</summary>
internal sealed class GetRolePolicy(IdentityKind<IamRole> roles) : IOperation<GetRolePolicyRequest, GetRolePolicyResponse>
{
    public Task<GetRolePolicyResponse> HandleAsync(GetRolePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var (role, document) = roles.GetInline(context, request.RoleName, request.PolicyName);
        return Task.FromResult(new GetRolePolicyResponse { RoleName = role.Name, PolicyName = request.PolicyName, PolicyDocument = Descriptions.Encode(document) });
    }
}
