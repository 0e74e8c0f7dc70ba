using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Lists the names of the inline policies of a group.</summary>
internal sealed class ListGroupPolicies(IdentityKind<IamGroup> groups) : IOperation<ListGroupPoliciesRequest, ListGroupPoliciesResponse>
{
    public Task<ListGroupPoliciesResponse> HandleAsync(ListGroupPoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(groups.Get(context, request.GroupName).Inline.Keys, name => name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListGroupPoliciesResponse { PolicyNames = page, IsTruncated = next is not null, Marker = next });
    }
}
