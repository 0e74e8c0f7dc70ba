using Brasa.Contracts.Sqs;
using Brasa.Core.Errors;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Sets how long up to ten received messages stay hidden.</summary>
internal sealed class ChangeMessageVisibilityBatch(QueueStore queues) : IOperation<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult>
{
    public Task<ChangeMessageVisibilityBatchResult> HandleAsync(ChangeMessageVisibilityBatchRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        BatchRules.Check([.. request.Entries.Select(entry => entry.Id)], nameof(ChangeMessageVisibilityBatchRequestEntry));
        var (changed, failed) = (new List<ChangeMessageVisibilityBatchResultEntry>(), new List<BatchResultErrorEntry>());
        foreach (var entry in request.Entries)
        {
            try
            {
                VisibilityRules.Change(queue, entry.ReceiptHandle, entry.VisibilityTimeout);
                changed.Add(new ChangeMessageVisibilityBatchResultEntry { Id = entry.Id });
            }
            catch (AwsException error)
            {
                failed.Add(BatchRules.Failed(entry.Id, error));
            }
        }

        return Task.FromResult(new ChangeMessageVisibilityBatchResult { Successful = changed, Failed = failed });
    }
}
