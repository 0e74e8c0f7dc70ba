using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Attaches a managed policy to a user.</summary>
internal sealed class AttachUserPolicy(IdentityKind<IamUser> users) : IOperation<AttachUserPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(AttachUserPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await users.AttachAsync(context, request.UserName, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
