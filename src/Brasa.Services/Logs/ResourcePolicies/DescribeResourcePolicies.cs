using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.ResourcePolicies;

/// <summary>Lists the policies of the account, or those of log groups.</summary>
internal sealed class DescribeResourcePolicies(Documents<StoredPolicy> policies) : IOperation<DescribeResourcePoliciesRequest, DescribeResourcePoliciesResponse>
{
    public Task<DescribeResourcePoliciesResponse> HandleAsync(DescribeResourcePoliciesRequest request, RequestContext context, CancellationToken ct)
    {
        var ofResources = request.PolicyScope == PolicyScope.Resource || request.ResourceArn is not null;
        var found = policies.In(context.Account, context.Region).Values.Where(policy => policy.ResourceArn is not null == ofResources);
        if (request.ResourceArn is { } arn)
        {
            var wanted = StoredGroup.ArnOf(LogGroups.KeyOf(context, LogGroups.NameOf(context, arn)));
            found = found.Where(policy => policy.ResourceArn == wanted);
        }

        var (page, next) = Listing.Page(found, policy => policy.Key, request.Limit, request.NextToken);
        return Task.FromResult(new DescribeResourcePoliciesResponse { ResourcePolicies = [.. page.Select(PolicyKeys.Describe)], NextToken = next });
    }
}
