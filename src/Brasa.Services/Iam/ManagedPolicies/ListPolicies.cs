using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Lists managed policies, the account's own, AWS's or both, by name.</summary>
internal sealed class ListPolicies(ManagedPolicyStore policies) : IOperation<ListPoliciesRequest, ListPoliciesResponse>
{
    public Task<ListPoliciesResponse> HandleAsync(ListPoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var wanted = policies.List(context, request.Scope?.Value)
            .Where(policy => policy.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal))
            .Where(policy => request.OnlyAttached != true || policies.CountUsers(context, policy.Arn) > 0)
            .Where(policy => request.PolicyUsageFilter != PolicyUsageType.PermissionsBoundary || policies.CountBounded(context, policy.Arn) > 0);
        var (page, next) = Descriptions.Page(wanted, policy => $"{policy.Name} {policy.Arn}", request.MaxItems, request.Marker);
        return Task.FromResult(new ListPoliciesResponse
        {
            Policies = [.. page.Select(policy => policies.Describe(context, policy) with { Description = null, Tags = null })], IsTruncated = next is not null, Marker = next,
        });
    }
}
