using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Removes a message that has been received; it is gone from the disk when this answers.</summary>
internal sealed class DeleteMessage(QueueStore queues) : IOperation<DeleteMessageRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteMessageRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        var good = await queue.DeleteAsync([Receipts.Parse(request.ReceiptHandle, queue)]);
        return good[0] ? NoOutput.Value : throw Receipts.Expired(request.ReceiptHandle);
    }
}
