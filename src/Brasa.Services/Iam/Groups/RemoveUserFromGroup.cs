using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Takes a user out of a group.</summary>
internal sealed class RemoveUserFromGroup(IdentityKind<IamUser> users) : IOperation<RemoveUserFromGroupRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(RemoveUserFromGroupRequest request, RequestContext context, CancellationToken ct)
    {
        await users.UpdateAsync(context, request.UserName, (account, user) =>
        {
            var group = account.Groups.GetValueOrDefault(request.GroupName) ?? throw IdentityRules.Groups.NotFound(request.GroupName);
            return user with { Groups = user.Groups.Remove(group.Name) };
        }, ct);
        return NoOutput.Value;
    }
}
