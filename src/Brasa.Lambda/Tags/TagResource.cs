using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Tags;

/// <summary>Adds tags to a resource, in place of those of the same keys.</summary>
internal sealed class TagResource(TaggedResources resources) : IOperation<TagResourceRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(TagResourceRequest request, RequestContext context, CancellationToken ct)
    {
        await resources.UpdateAsync(request.Resource, context, present =>
        {
            var tags = new Dictionary<string, string>(present, StringComparer.Ordinal);
            Tagging.Check(request.Tags, tags.Keys.Count(key => !request.Tags.ContainsKey(key)));
            foreach (var (key, value) in request.Tags) tags[key] = value;
            return tags;
        }, ct);
        return NoOutput.Value;
    }
}
