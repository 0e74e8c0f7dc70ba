using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Lists the managed policies attached to a user.</summary>
internal sealed class ListAttachedUserPolicies(IdentityKind<IamUser> users)
    : IOperation<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse>
{
    public Task<ListAttachedUserPoliciesResponse> HandleAsync(ListAttachedUserPoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(users.Get(context, request.UserName).DescribeAttached(request.PathPrefix), policy => policy.PolicyArn!, request.MaxItems, request.Marker);
        return Task.FromResult(new ListAttachedUserPoliciesResponse { AttachedPolicies = page, IsTruncated = next is not null, Marker = next });
    }
}
