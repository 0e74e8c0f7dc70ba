using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tags;

/// <summary>Adds tags to a function, in place of those of the same keys.</summary>
internal sealed class TagResource(FunctionStore functions) : IOperation<TagResourceRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(TagResourceRequest request, RequestContext context, CancellationToken ct)
    {
        await functions.UpdateAsync(Tagging.Read(request.Resource, context), function =>
        {
            var tags = new Dictionary<string, string>(function.Tags ?? new Dictionary<string, string>(), StringComparer.Ordinal);
            Tagging.Check(request.Tags, tags.Keys.Count(key => !request.Tags.ContainsKey(key)));
            foreach (var (key, value) in request.Tags) tags[key] = value;
            return function with { Tags = tags };
        }, ct);
        return NoOutput.Value;
    }
}
