using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Tags;

/// <summary>Removes tags from a resource; keys that it does not have are no error.</summary>
internal sealed class UntagResource(TaggedResources resources) : IOperation<UntagResourceRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UntagResourceRequest request, RequestContext context, CancellationToken ct)
    {
        await resources.UpdateAsync(request.Resource, context,
            present => present.Where(tag => !request.TagKeys.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal), ct);
        return NoOutput.Value;
    }
}
