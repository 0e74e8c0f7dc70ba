using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Takes the permissions boundary off a user.</summary>
internal sealed class DeleteUserPermissionsBoundary(IdentityKind<IamUser> users) : IOperation<DeleteUserPermissionsBoundaryRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteUserPermissionsBoundaryRequest request, RequestContext context, CancellationToken ct)
    {
        await users.SetBoundaryAsync(context, request.UserName, null, ct);
        return NoOutput.Value;
    }
}
