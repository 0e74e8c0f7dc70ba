using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Tags;

/// <summary>Lists a resource's tags.</summary>
internal sealed class ListTags(TaggedResources resources) : IOperation<ListTagsRequest, ListTagsResponse>
{
    public Task<ListTagsResponse> HandleAsync(ListTagsRequest request, RequestContext context, CancellationToken ct) =>
        Task.FromResult(new ListTagsResponse { Tags = resources.GetTags(request.Resource, context) });
}
