using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tags;

/// <summary>Lists a function's tags.</summary>
internal sealed class ListTags(FunctionStore functions) : IOperation<ListTagsRequest, ListTagsResponse>
{
    public Task<ListTagsResponse> HandleAsync(ListTagsRequest request, RequestContext context, CancellationToken ct) =>
        Task.FromResult(new ListTagsResponse { Tags = functions.GetFunction(Tagging.Read(request.Resource, context)).Tags ?? new Dictionary<string, string>() });
}
