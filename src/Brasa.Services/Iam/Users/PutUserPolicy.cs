using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Gives a user an inline policy, in place of one of the same name.</summary>
internal sealed class PutUserPolicy(IdentityKind<IamUser> users) : IOperation<PutUserPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutUserPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await users.PutInlineAsync(context, request.UserName, request.PolicyName, request.PolicyDocument, ct);
        return NoOutput.Value;
    }
}
