using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tags;

/// <summary>Removes tags from a function; keys that it does not have are no error.</summary>
internal sealed class UntagResource(FunctionStore functions) : IOperation<UntagResourceRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UntagResourceRequest request, RequestContext context, CancellationToken ct)
    {
        await functions.UpdateAsync(Tagging.Read(request.Resource, context), function =>
        {
            var tags = (function.Tags ?? new Dictionary<string, string>()).Where(tag => !request.TagKeys.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal);
            return function with { Tags = tags.Count > 0 ? tags : null };
        }, ct);
        return NoOutput.Value;
    }
}
