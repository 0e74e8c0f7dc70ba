using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Lists the tags of a role.</summary>
internal sealed class ListRoleTags(IdentityKind<IamRole> roles) : IOperation<ListRoleTagsRequest, ListRoleTagsResponse>
{
    public Task<ListRoleTagsResponse> HandleAsync(ListRoleTagsRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(Descriptions.Describe(roles.Get(context, request.RoleName).Tags), tag => tag.Key, request.MaxItems, request.Marker);
        return Task.FromResult(new ListRoleTagsResponse { Tags = page, IsTruncated = next is not null, Marker = next });
    }
}
