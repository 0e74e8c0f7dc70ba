using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Removes a queue with all that is in it.</summary>
internal sealed class DeleteQueue(QueueStore queues) : IOperation<DeleteQueueRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteQueueRequest request, RequestContext context, CancellationToken ct)
    {
        await queues.DeleteAsync(QueueUrls.Parse(request.QueueUrl, context));
        return NoOutput.Value;
    }
}
