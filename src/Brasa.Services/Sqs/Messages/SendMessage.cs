using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Sends a message; it is on disk when this answers.</summary>
internal sealed class SendMessage(QueueStore queues) : IOperation<SendMessageRequest, SendMessageResult>
{
    public async Task<SendMessageResult> HandleAsync(SendMessageRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        var message = MessageRules.Check(
            new(request.MessageBody, request.MessageAttributes, request.MessageSystemAttributes, request.MessageGroupId, request.MessageDeduplicationId, request.DelaySeconds), queue, context);
        var sent = (await queue.SendAsync([message]))[0];
        return new SendMessageResult
        {
            MessageId = sent.MessageId.ToString(),
            SequenceNumber = sent.SequenceNumber,
            MD5OfMessageBody = message.Payload.BodyMd5,
            MD5OfMessageAttributes = AttributeDigest.Of(message.Payload.Attributes),
            MD5OfMessageSystemAttributes = AttributeDigest.OfSystem(request.MessageSystemAttributes),
        };
    }
}
