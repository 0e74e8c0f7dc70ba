using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Tags;

/// <summary>Takes tags off a log group.</summary>
internal sealed class UntagResource(TaggedGroups tagged) : IOperation<UntagResourceRequest, NoOutput>
{
    public Task<NoOutput> HandleAsync(UntagResourceRequest request, RequestContext context, CancellationToken ct) =>
        tagged.RemoveAsync(TaggedGroups.KeyOf(context, request.ResourceArn), request.TagKeys, ct);
}
