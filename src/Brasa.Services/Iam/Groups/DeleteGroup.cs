using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Deletes a group that nobody is in.</summary>
internal sealed class DeleteGroup(IdentityKind<IamGroup> groups) : IOperation<DeleteGroupRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteGroupRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.RemoveAsync(context, request.GroupName, static (account, group) =>
        {
            if (account.Users.Values.Any(user => user.Groups.Contains(group.Name))) throw new DeleteConflictException("Cannot delete entity, must remove users from group first.");
        }, ct);
        return NoOutput.Value;
    }
}
