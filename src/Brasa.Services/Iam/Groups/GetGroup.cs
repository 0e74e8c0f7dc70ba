using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Describes a group, and who is in it.</summary>
internal sealed class GetGroup(IdentityKind<IamGroup> groups, IdentityKind<IamUser> users) : IOperation<GetGroupRequest, GetGroupResponse>
{
    public Task<GetGroupResponse> HandleAsync(GetGroupRequest request, RequestContext context, CancellationToken ct)
    {
        var group = groups.Get(context, request.GroupName);
        var (page, next) = Descriptions.Page(users.List(context, null).Where(user => user.Groups.Contains(group.Name)), user => user.Name, request.MaxItems, request.Marker);
        return Task.FromResult(new GetGroupResponse { Group = group.Describe(), Users = [.. page.Select(user => user.Describe())], IsTruncated = next is not null, Marker = next });
    }
}
