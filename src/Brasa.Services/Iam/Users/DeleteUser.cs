using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Deletes a user of whom nothing is left.</summary>
internal sealed class DeleteUser(IdentityKind<IamUser> users) : IOperation<DeleteUserRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteUserRequest request, RequestContext context, CancellationToken ct)
    {
        await users.RemoveAsync(context, request.UserName, static (_, user) =>
        {
            if (user.Keys.Length > 0) throw new DeleteConflictException("Cannot delete entity, must delete access keys first.");
            if (user.Groups.Count > 0) throw new DeleteConflictException("Cannot delete entity, must remove users from group first.");
        }, ct);
        return NoOutput.Value;
    }
}
