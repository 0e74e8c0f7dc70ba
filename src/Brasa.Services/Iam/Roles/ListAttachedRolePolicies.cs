using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Lists the managed policies attached to a role.</summary>
internal sealed class ListAttachedRolePolicies(IdentityKind<IamRole> roles)
    : IOperation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>
{
    public Task<ListAttachedRolePoliciesResponse> HandleAsync(ListAttachedRolePoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(roles.Get(context, request.RoleName).DescribeAttached(request.PathPrefix), policy => policy.PolicyArn!, request.MaxItems, request.Marker);
        return Task.FromResult(new ListAttachedRolePoliciesResponse { AttachedPolicies = page, IsTruncated = next is not null, Marker = next });
    }
}
