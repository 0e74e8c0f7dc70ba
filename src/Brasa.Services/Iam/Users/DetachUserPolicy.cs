using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Takes a managed policy off a user.</summary>
internal sealed class DetachUserPolicy(IdentityKind<IamUser> users) : IOperation<DetachUserPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DetachUserPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await users.DetachAsync(context, request.UserName, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
