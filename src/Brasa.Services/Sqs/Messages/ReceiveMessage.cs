using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Receives up to ten messages, and waits for the first where it is asked to.</summary>
internal sealed class ReceiveMessage(QueueStore queues, PayloadCache payloads) : IOperation<ReceiveMessageRequest, ReceiveMessageResult>
{
    private const string All = "All";
    private const int Most = 10;

    private static readonly HashSet<string> SystemNames = [.. MessageSystemAttributeName.Values];

    public async Task<ReceiveMessageResult> HandleAsync(ReceiveMessageRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        var wanted = Check(request, queue);
        var received = await queue.ReceiveAsync(
            request.MaxNumberOfMessages ?? 1,
            TimeSpan.FromSeconds(request.WaitTimeSeconds ?? queue.Settings.Wait),
            request.VisibilityTimeout is { } hidden ? TimeSpan.FromSeconds(hidden) : null,
            request.ReceiveRequestAttemptId,
            ct);
        var messages = received.Select(one => Describe(one, queue, wanted, request.MessageAttributeNames ?? [])).OfType<Message>().ToList();
        return new ReceiveMessageResult { Messages = messages.Count == 0 ? null : messages };
    }

    private static HashSet<string> Check(ReceiveMessageRequest request, Queue queue)
    {
        if (request.MaxNumberOfMessages is < 1 or > Most) throw SqsErrors.Invalid(request.MaxNumberOfMessages, "MaxNumberOfMessages", $"Must be between 1 and {Most}, if provided.");
        if (request.WaitTimeSeconds is { } wait && wait is < 0 or > 20) throw SqsErrors.Invalid(request.WaitTimeSeconds, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.");
        VisibilityRules.Check(request.VisibilityTimeout);
        if (request.ReceiveRequestAttemptId is { } attempt)
        {
            if (!queue.Name.IsFifo) throw SqsErrors.Invalid(attempt, "ReceiveRequestAttemptId", $"{SqsErrors.WrongForQueueType}.");
            if (attempt.Length is 0 or > 128) throw SqsErrors.Invalid(attempt, "ReceiveRequestAttemptId", "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }

        var names = (request.AttributeNames ?? []).Select(name => name.Value).Concat((request.MessageSystemAttributeNames ?? []).Select(name => name.Value)).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !SystemNames.Contains(name)) is { } unknown) throw SqsErrors.UnknownAttribute(unknown);
        return names;
    }

    private Message? Describe(DeliveredMessage delivered, Queue queue, HashSet<string> names, IReadOnlyList<string> attributeNames)
    {
        if (payloads.Read(delivered.Message) is not { } payload) return null; // removed since
        var attributes = payload.Attributes.Where(attribute => attributeNames.Any(name => Names(name, attribute.Key))).ToDictionary();
        var system = names.Count == 0 ? null : ReceivedAttributes.Of(delivered, payload, queue).Where(attribute => names.Contains(All) || names.Contains(attribute.Key)).ToDictionary();
        return new Message
        {
            MessageId = delivered.Message.MessageId.ToString(),
            ReceiptHandle = delivered.Receipt.ToString(),
            Body = System.Text.Encoding.UTF8.GetString(payload.Body.Span),
            MD5OfBody = payload.BodyMd5,
            Attributes = system is { Count: > 0 } ? system : null,
            MessageAttributes = attributes.Count == 0 ? null : attributes.ToDictionary(attribute => attribute.Key, attribute => Show(attribute.Value)),
            MD5OfMessageAttributes = AttributeDigest.Of(attributes),
        };
    }

    /// <summary>A name stands for itself; with <c>.*</c> at its end for all that begin as it does.</summary>
    private static bool Names(string asked, string name) => asked is All or ".*" || asked == name || (asked.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(asked[..^2], StringComparison.Ordinal));

    private static MessageAttributeValue Show(MessageAttribute value) => value.Text is { } text
        ? new MessageAttributeValue { DataType = value.DataType, StringValue = text }
        : new MessageAttributeValue { DataType = value.DataType, BinaryValue = value.Binary };
}
