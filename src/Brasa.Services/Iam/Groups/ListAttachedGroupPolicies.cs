using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Lists the managed policies attached to a group.</summary>
internal sealed class ListAttachedGroupPolicies(IdentityKind<IamGroup> groups)
    : IOperation<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse>
{
    public Task<ListAttachedGroupPoliciesResponse> HandleAsync(ListAttachedGroupPoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(groups.Get(context, request.GroupName).DescribeAttached(request.PathPrefix), policy => policy.PolicyArn!, request.MaxItems, request.Marker);
        return Task.FromResult(new ListAttachedGroupPoliciesResponse { AttachedPolicies = page, IsTruncated = next is not null, Marker = next });
    }
}
