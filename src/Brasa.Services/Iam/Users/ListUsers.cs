using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Lists the users of an account below a path, by name.</summary>
internal sealed class ListUsers(IdentityKind<IamUser> users) : IOperation<ListUsersRequest, ListUsersResponse>
{
    public Task<ListUsersResponse> HandleAsync(ListUsersRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(users.List(context, request.PathPrefix), user => user.Name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListUsersResponse { Users = [.. page.Select(user => user.Describe())], IsTruncated = next is not null, Marker = next });
    }
}
