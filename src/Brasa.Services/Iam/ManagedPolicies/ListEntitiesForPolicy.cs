using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Lists the users, roles and groups that a managed policy is attached to, or bounds.</summary>
internal sealed class ListEntitiesForPolicy(ManagedPolicyStore policies, IamStore store)
    : IOperation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>
{
    public Task<ListEntitiesForPolicyResponse> HandleAsync(ListEntitiesForPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var arn = policies.Get(context, request.PolicyArn).Arn;
        var isBoundary = request.PolicyUsageFilter == PolicyUsageType.PermissionsBoundary;
        var users = store.Get(context.Account).Identities
            .Where(identity => isBoundary ? identity.Boundary == arn : identity.Attached.Contains(arn))
            .Where(identity => identity.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal))
            .Where(identity => request.EntityFilter is not { } filter || filter.Value.Equals(identity.Kind, StringComparison.OrdinalIgnoreCase))
            .OrderBy(identity => identity.Arn, StringComparer.OrdinalIgnoreCase);
        var (page, next) = Descriptions.Page(users, identity => identity.Arn, request.MaxItems, request.Marker);
        return Task.FromResult(new ListEntitiesForPolicyResponse
        {
            PolicyGroups = [.. page.OfType<IamGroup>().Select(group => new PolicyGroup { GroupId = group.Id, GroupName = group.Name })],
            PolicyRoles = [.. page.OfType<IamRole>().Select(role => new PolicyRole { RoleId = role.Id, RoleName = role.Name })],
            PolicyUsers = [.. page.OfType<IamUser>().Select(user => new PolicyUser { UserId = user.Id, UserName = user.Name })],
            IsTruncated = next is not null,
            Marker = next,
        });
    }
}
