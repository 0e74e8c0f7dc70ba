using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Lists the versions of a managed policy, newest first.</summary>
internal sealed class ListPolicyVersions(ManagedPolicyStore policies) : IOperation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>
{
    public Task<ListPolicyVersionsResponse> HandleAsync(ListPolicyVersionsRequest request, RequestContext context, CancellationToken ct)
    {
        var policy = policies.Get(context, request.PolicyArn);
        var (page, next) = Descriptions.Page(policy.Versions.Keys.Reverse(), number => $"{int.MaxValue - number:D10}", request.MaxItems, request.Marker);
        return Task.FromResult(new ListPolicyVersionsResponse { Versions = [.. page.Select(number => policy.Describe(number) with { Document = null })], IsTruncated = next is not null, Marker = next });
    }
}
