using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Lists the names of the inline policies of a role.</summary>
internal sealed class ListRolePolicies(IdentityKind<IamRole> roles) : IOperation<ListRolePoliciesRequest, ListRolePoliciesResponse>
{
    public Task<ListRolePoliciesResponse> HandleAsync(ListRolePoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(roles.Get(context, request.RoleName).Inline.Keys, name => name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListRolePoliciesResponse { PolicyNames = page, IsTruncated = next is not null, Marker = next });
    }
}
