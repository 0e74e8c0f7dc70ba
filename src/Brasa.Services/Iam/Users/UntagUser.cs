using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Removes tags of a user.</summary>
internal sealed class UntagUser(IdentityKind<IamUser> users) : IOperation<UntagUserRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UntagUserRequest request, RequestContext context, CancellationToken ct)
    {
        await users.UntagAsync(context, request.UserName, request.TagKeys, ct);
        return NoOutput.Value;
    }
}
