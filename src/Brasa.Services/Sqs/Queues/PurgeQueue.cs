using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Removes all messages of a queue; they are gone when it answers.</summary>
internal sealed class PurgeQueue(QueueStore queues) : IOperation<PurgeQueueRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PurgeQueueRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        return await queue.PurgeAsync()
            ? NoOutput.Value
            : throw new PurgeQueueInProgressException($"Only one PurgeQueue operation on {queue.Name.Name} is allowed every 60 seconds.");
    }
}
