using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Tags;

/// <summary>Adds tags to a log group.</summary>
internal sealed class TagResource(TaggedGroups tagged) : IOperation<TagResourceRequest, NoOutput>
{
    public Task<NoOutput> HandleAsync(TagResourceRequest request, RequestContext context, CancellationToken ct) =>
        tagged.AddAsync(TaggedGroups.KeyOf(context, request.ResourceArn), request.Tags, ct);
}
