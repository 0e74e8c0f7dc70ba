using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Tags;

/// <summary>Adds tags to a queue.</summary>
internal sealed class TagQueue(QueueStore queues) : IOperation<TagQueueRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(TagQueueRequest request, RequestContext context, CancellationToken ct)
    {
        var name = QueueUrls.Parse(request.QueueUrl, context);
        await queues.UpdateAsync(name, queue => queue with { Tags = QueueTags.With(name, queue.Tags, request.Tags) });
        return NoOutput.Value;
    }
}
