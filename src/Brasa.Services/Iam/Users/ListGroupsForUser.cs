using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Lists the groups that a user is in.</summary>
internal sealed class ListGroupsForUser(IdentityKind<IamUser> users, IdentityKind<IamGroup> groups)
    : IOperation<ListGroupsForUserRequest, ListGroupsForUserResponse>
{
    public Task<ListGroupsForUserResponse> HandleAsync(ListGroupsForUserRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(users.Get(context, request.UserName).Groups, name => name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListGroupsForUserResponse { Groups = [.. page.Select(name => groups.Get(context, name).Describe())], IsTruncated = next is not null, Marker = next });
    }
}
