using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Tags;

/// <summary>Lists a queue's tags.</summary>
internal sealed class ListQueueTags(QueueStore queues) : IOperation<ListQueueTagsRequest, ListQueueTagsResult>
{
    public Task<ListQueueTagsResult> HandleAsync(ListQueueTagsRequest request, RequestContext context, CancellationToken ct)
    {
        var tags = queues.Get(request.QueueUrl, context).Definition.Tags;
        return Task.FromResult(new ListQueueTagsResult { Tags = tags.IsEmpty ? null : tags });
    }
}
