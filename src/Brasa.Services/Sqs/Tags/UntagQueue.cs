using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Tags;

/// <summary>Takes tags from a queue.</summary>
internal sealed class UntagQueue(QueueStore queues) : IOperation<UntagQueueRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UntagQueueRequest request, RequestContext context, CancellationToken ct)
    {
        await queues.UpdateAsync(QueueUrls.Parse(request.QueueUrl, context), queue => queue with { Tags = queue.Tags.RemoveRange(request.TagKeys) });
        return NoOutput.Value;
    }
}
