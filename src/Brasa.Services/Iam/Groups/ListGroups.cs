using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Lists the groups of an account below a path, by name.</summary>
internal sealed class ListGroups(IdentityKind<IamGroup> groups) : IOperation<ListGroupsRequest, ListGroupsResponse>
{
    public Task<ListGroupsResponse> HandleAsync(ListGroupsRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(groups.List(context, request.PathPrefix), group => group.Name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListGroupsResponse { Groups = [.. page.Select(group => group.Describe())], IsTruncated = next is not null, Marker = next });
    }
}
