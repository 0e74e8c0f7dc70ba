using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Lists the names of the inline policies of a user.</summary>
internal sealed class ListUserPolicies(IdentityKind<IamUser> users) : IOperation<ListUserPoliciesRequest, ListUserPoliciesResponse>
{
    public Task<ListUserPoliciesResponse> HandleAsync(ListUserPoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(users.Get(context, request.UserName).Inline.Keys, name => name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListUserPoliciesResponse { PolicyNames = page, IsTruncated = next is not null, Marker = next });
    }
}
