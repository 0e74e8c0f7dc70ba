using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Adds tags to a user.</summary>
internal sealed class TagUser(IdentityKind<IamUser> users) : IOperation<TagUserRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(TagUserRequest request, RequestContext context, CancellationToken ct)
    {
        await users.TagAsync(context, request.UserName, request.Tags, ct);
        return NoOutput.Value;
    }
}
