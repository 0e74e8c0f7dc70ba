using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Tags;

/// <summary>Lists a log group's tags.</summary>
internal sealed class ListTagsForResource(TaggedGroups tagged) : IOperation<ListTagsForResourceRequest, ListTagsForResourceResponse>
{
    public Task<ListTagsForResourceResponse> HandleAsync(ListTagsForResourceRequest request, RequestContext context, CancellationToken ct) =>
        Task.FromResult(new ListTagsForResourceResponse { Tags = tagged.Get(TaggedGroups.KeyOf(context, request.ResourceArn)) });
}
