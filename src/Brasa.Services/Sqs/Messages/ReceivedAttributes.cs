using System.Globalization;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Messages;

/// <summary>What SQS itself tells of a message that has been received.</summary>
internal static class ReceivedAttributes
{
    public static Dictionary<string, string> Of(DeliveredMessage delivered, MessagePayload payload, Queue queue)
    {
        var message = delivered.Message;
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SenderId"] = message.Sender,
            ["SentTimestamp"] = Text(message.SentAt),
            ["ApproximateReceiveCount"] = Text(delivered.ReceiveCount),
            ["ApproximateFirstReceiveTimestamp"] = Text(message.FirstReceivedAt),
        };
        if (message.Group is { } group) all["MessageGroupId"] = group;
        if (payload.TraceHeader is { } trace) all["AWSTraceHeader"] = trace;
        if (message.DeadLetterSource is { } source) all["DeadLetterQueueSourceArn"] = source;
        if (!queue.Name.IsFifo) return all;

        all["SequenceNumber"] = QueuedMessage.SequenceOf(message.Id);
        if (message.DeduplicationId is { } deduplicationId) all["MessageDeduplicationId"] = deduplicationId;
        return all;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
