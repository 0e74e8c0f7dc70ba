using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Gives a role an inline policy, in place of one of the same name.</summary>
internal sealed class PutRolePolicy(IdentityKind<IamRole> roles) : IOperation<PutRolePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutRolePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await roles.PutInlineAsync(context, request.RoleName, request.PolicyName, request.PolicyDocument, ct);
        return NoOutput.Value;
    }
}
