using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Bounds what the policies of a user allow.</summary>
internal sealed class PutUserPermissionsBoundary(IdentityKind<IamUser> users) : IOperation<PutUserPermissionsBoundaryRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutUserPermissionsBoundaryRequest request, RequestContext context, CancellationToken ct)
    {
        await users.SetBoundaryAsync(context, request.UserName, request.PermissionsBoundary, ct);
        return NoOutput.Value;
    }
}
