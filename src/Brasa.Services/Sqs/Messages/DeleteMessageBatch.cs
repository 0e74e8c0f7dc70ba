using Brasa.Contracts.Sqs;
using Brasa.Core.Errors;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Removes up to ten messages that have been received.</summary>
internal sealed class DeleteMessageBatch(QueueStore queues) : IOperation<DeleteMessageBatchRequest, DeleteMessageBatchResult>
{
    public async Task<DeleteMessageBatchResult> HandleAsync(DeleteMessageBatchRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        BatchRules.Check([.. request.Entries.Select(entry => entry.Id)], nameof(DeleteMessageBatchRequestEntry));
        var (read, failed) = (new List<(DeleteMessageBatchRequestEntry Entry, ReceiptHandle Receipt)>(), new List<BatchResultErrorEntry>());
        foreach (var entry in request.Entries)
        {
            try
            {
                read.Add((entry, Receipts.Parse(entry.ReceiptHandle, queue)));
            }
            catch (AwsException error)
            {
                failed.Add(BatchRules.Failed(entry.Id, error));
            }
        }

        var good = await queue.DeleteAsync([.. read.Select(one => one.Receipt)]);
        failed.AddRange(read.Where((_, i) => !good[i]).Select(one => BatchRules.Failed(one.Entry.Id, Receipts.Expired(one.Entry.ReceiptHandle))));
        return new DeleteMessageBatchResult
        {
            Successful = [.. read.Where((_, i) => good[i]).Select(one => new DeleteMessageBatchResultEntry { Id = one.Entry.Id })],
            Failed = failed,
        };
    }
}
