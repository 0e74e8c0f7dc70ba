using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Lists the roles of an account below a path, by name.</summary>
internal sealed class ListRoles(IdentityKind<IamRole> roles) : IOperation<ListRolesRequest, ListRolesResponse>
{
    public Task<ListRolesResponse> HandleAsync(ListRolesRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(roles.List(context, request.PathPrefix), role => role.Name, request.MaxItems, request.Marker);
        return Task.FromResult(new ListRolesResponse { Roles = [.. page.Select(role => role.Describe())], IsTruncated = next is not null, Marker = next });
    }
}
