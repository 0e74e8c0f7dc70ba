using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Lists the tags of a user.</summary>
internal sealed class ListUserTags(IdentityKind<IamUser> users) : IOperation<ListUserTagsRequest, ListUserTagsResponse>
{
    public Task<ListUserTagsResponse> HandleAsync(ListUserTagsRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(Descriptions.Describe(users.Get(context, request.UserName).Tags), tag => tag.Key, request.MaxItems, request.Marker);
        return Task.FromResult(new ListUserTagsResponse { Tags = page, IsTruncated = next is not null, Marker = next });
    }
}
