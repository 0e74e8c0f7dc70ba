using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Lists the tags of a managed policy.</summary>
internal sealed class ListPolicyTags(ManagedPolicyStore policies) : IOperation<ListPolicyTagsRequest, ListPolicyTagsResponse>
{
    public Task<ListPolicyTagsResponse> HandleAsync(ListPolicyTagsRequest request, RequestContext context, CancellationToken ct)
    {
        var (page, next) = Descriptions.Page(Descriptions.Describe(policies.Get(context, request.PolicyArn).Tags), tag => tag.Key, request.MaxItems, request.Marker);
        return Task.FromResult(new ListPolicyTagsResponse { Tags = page, IsTruncated = next is not null, Marker = next });
    }
}
