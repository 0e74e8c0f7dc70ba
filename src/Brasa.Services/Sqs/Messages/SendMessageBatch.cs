using Brasa.Contracts.Sqs;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Sends up to ten messages, those of them that the queue takes.</summary>
internal sealed class SendMessageBatch(QueueStore queues) : IOperation<SendMessageBatchRequest, SendMessageBatchResult>
{
    public async Task<SendMessageBatchResult> HandleAsync(SendMessageBatchRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        BatchRules.Check([.. request.Entries.Select(entry => entry.Id)], nameof(SendMessageBatchRequestEntry));
        var (taken, failed) = (new List<(SendMessageBatchRequestEntry Entry, OutgoingMessage Message)>(), new List<BatchResultErrorEntry>());
        foreach (var entry in request.Entries)
        {
            try
            {
                taken.Add((entry, MessageRules.Check(
                    new(entry.MessageBody, entry.MessageAttributes, entry.MessageSystemAttributes, entry.MessageGroupId, entry.MessageDeduplicationId, entry.DelaySeconds), queue, context)));
            }
            catch (AwsException error)
            {
                failed.Add(BatchRules.Failed(entry.Id, error));
            }
        }

        var bytes = taken.Sum(one => MessageRules.SizeOf(one.Message));
        if (bytes > AttributeNames.MaxMessageBytes)
            throw new BatchRequestTooLongException($"Batch requests cannot be longer than {AttributeNames.MaxMessageBytes} bytes. You have sent {bytes} bytes.");
        var sent = taken.Count == 0 ? [] : await queue.SendAsync([.. taken.Select(one => one.Message)]);
        return new SendMessageBatchResult
        {
            Successful = [.. taken.Select((one, i) => new SendMessageBatchResultEntry
            {
                Id = one.Entry.Id,
                MessageId = sent[i].MessageId.ToString(),
                SequenceNumber = sent[i].SequenceNumber,
                MD5OfMessageBody = one.Message.Payload.BodyMd5,
                MD5OfMessageAttributes = AttributeDigest.Of(one.Message.Payload.Attributes),
                MD5OfMessageSystemAttributes = AttributeDigest.OfSystem(one.Entry.MessageSystemAttributes),
            })],
            Failed = failed,
        };
    }
}
