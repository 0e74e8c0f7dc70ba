using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Tags;

/// <summary>Lists a log group's tags, as it was done before ListTagsForResource.</summary>
internal sealed class ListTagsLogGroup(TaggedGroups tagged) : IOperation<ListTagsLogGroupRequest, ListTagsLogGroupResponse>
{
    public Task<ListTagsLogGroupResponse> HandleAsync(ListTagsLogGroupRequest request, RequestContext context, CancellationToken ct) =>
        Task.FromResult(new ListTagsLogGroupResponse { Tags = tagged.Get(LogGroups.KeyOf(context, request.LogGroupName)) });
}
