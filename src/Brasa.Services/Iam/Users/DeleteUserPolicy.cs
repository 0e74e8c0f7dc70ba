using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Removes an inline policy of a user.</summary>
internal sealed class DeleteUserPolicy(IdentityKind<IamUser> users) : IOperation<DeleteUserPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteUserPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await users.DeleteInlineAsync(context, request.UserName, request.PolicyName, ct);
        return NoOutput.Value;
    }
}
