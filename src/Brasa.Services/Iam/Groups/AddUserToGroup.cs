using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Puts a user into a group.</summary>
internal sealed class AddUserToGroup(IdentityKind<IamUser> users) : IOperation<AddUserToGroupRequest, NoOutput>
{
    /// <remarks>IAM user guide, "IAM and AWS STS quotas".</remarks>
    private const int MostGroups = 10;

    public async Task<NoOutput> HandleAsync(AddUserToGroupRequest request, RequestContext context, CancellationToken ct)
    {
        await users.UpdateAsync(context, request.UserName, (account, user) =>
        {
            var group = account.Groups.GetValueOrDefault(request.GroupName) ?? throw IdentityRules.Groups.NotFound(request.GroupName);
            if (!user.Groups.Contains(group.Name) && user.Groups.Count >= MostGroups) throw new LimitExceededException($"Cannot exceed quota for GroupsPerUser: {MostGroups}");
            return user with { Groups = user.Groups.Add(group.Name) };
        }, ct);
        return NoOutput.Value;
    }
}
