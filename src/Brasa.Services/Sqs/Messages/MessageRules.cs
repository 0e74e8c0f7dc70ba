using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sts;

namespace Brasa.Services.Sqs.Messages;

/// <summary>What may be sent.</summary>
/// <remarks>Amazon SQS API reference, "SendMessage"; developer guide, "Amazon SQS message metadata" and "message quotas".</remarks>
internal static partial class MessageRules
{
    private const int MostAttributes = 10;
    private const int MostDelay = 900;
    private const string TraceHeader = "AWSTraceHeader";

    /// <summary>A message as a sender wants it.</summary>
    /// <param name="Body">Its text.</param>
    /// <param name="Attributes">What it is given.</param>
    /// <param name="System">What SQS is given with it.</param>
    /// <param name="Group">Its group.</param>
    /// <param name="DeduplicationId">What tells it from others.</param>
    /// <param name="DelaySeconds">How long it is not received.</param>
    public sealed record Wanted(
        string Body,
        IReadOnlyDictionary<string, MessageAttributeValue>? Attributes,
        IReadOnlyDictionary<string, MessageSystemAttributeValue>? System,
        string? Group,
        string? DeduplicationId,
        int? DelaySeconds);

    /// <summary>The message, where the queue takes it.</summary>
    /// <exception cref="Core.Errors.AwsException">It does not.</exception>
    public static OutgoingMessage Check(Wanted wanted, Queue queue, RequestContext context)
    {
        if (string.IsNullOrEmpty(wanted.Body)) throw SqsErrors.Missing("MessageBody");
        var attributes = wanted.Attributes?.ToDictionary(entry => entry.Key, entry => Check(entry.Key, entry.Value), StringComparer.Ordinal);
        if (attributes?.Count > MostAttributes) throw SqsErrors.Invalid($"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{MostAttributes}].");
        return Check(Encoding.UTF8.GetBytes(wanted.Body), attributes, TraceOf(wanted, context), Sessions.UserIdOf(context.Principal), wanted.Group, wanted.DeduplicationId, wanted.DelaySeconds, queue);
    }

    /// <summary>The message, where the queue takes it.</summary>
    /// <exception cref="Core.Errors.AwsException">It does not.</exception>
    public static OutgoingMessage Check(
        ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, MessageAttribute>? attributes, string? trace, string sender, string? group, string? deduplicationId, int? delay, Queue queue)
    {
        CheckContent(body.Span);
        var size = body.Length + (attributes?.Sum(static attribute => SizeOf(attribute.Key, attribute.Value)) ?? 0);
        if (size > queue.Settings.MaxMessageSize) throw SqsErrors.Invalid($"One or more parameters are invalid. Reason: Message must be shorter than {queue.Settings.MaxMessageSize} bytes.");
        if (delay is < 0 or > MostDelay) throw SqsErrors.Invalid(delay, "DelaySeconds", $"DelaySeconds must be >= 0 and <= {MostDelay}.");
        if (group is not null && !Id().IsMatch(group)) throw SqsErrors.Invalid(group, "MessageGroupId", "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        if (deduplicationId is not null && !Id().IsMatch(deduplicationId))
            throw SqsErrors.Invalid(deduplicationId, "MessageDeduplicationId", "MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        if (!queue.Name.IsFifo && deduplicationId is not null) throw SqsErrors.Invalid(deduplicationId, "MessageDeduplicationId", $"{SqsErrors.WrongForQueueType}.");
        if (queue.Name.IsFifo)
        {
            if (delay is > 0) throw SqsErrors.Invalid(delay, "DelaySeconds", $"{SqsErrors.WrongForQueueType}.");
            if (group is null) throw SqsErrors.Missing("MessageGroupId");
            if (deduplicationId is null && !queue.Settings.IsContentDeduplicated)
                throw SqsErrors.Invalid("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
            deduplicationId ??= Convert.ToHexStringLower(SHA256.HashData(body.Span));
            delay = null; // the queue's own
        }

        return new OutgoingMessage(MessagePayload.Of(body, attributes, trace), sender, group, deduplicationId, delay);
    }

    /// <summary>Bytes of a message as they are counted against its limit.</summary>
    public static int SizeOf(OutgoingMessage message) => message.Payload.Body.Length + message.Payload.Attributes.Sum(static attribute => SizeOf(attribute.Key, attribute.Value));

    private static int SizeOf(string name, MessageAttribute value) =>
        Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value.DataType) + (value.Text is null ? value.Binary.Length : Encoding.UTF8.GetByteCount(value.Text));

    private static string? TraceOf(Wanted wanted, RequestContext context)
    {
        if (wanted.System is null || wanted.System.Count == 0) return context.TraceHeader;
        if (wanted.System.Keys.FirstOrDefault(name => name != TraceHeader) is { } unknown) throw SqsErrors.Invalid($"Message system attribute name '{unknown}' is invalid.");
        return wanted.System[TraceHeader] is { DataType: "String", StringValue: { Length: > 0 } text }
            ? text
            : throw SqsErrors.Invalid($"The message system attribute '{TraceHeader}' must be a non-empty String.");
    }

    private static MessageAttribute Check(string name, MessageAttributeValue value)
    {
        if (!AttributeName().IsMatch(name) || name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith('.') || name.EndsWith('.') || name.Contains("..", StringComparison.Ordinal))
            throw SqsErrors.Invalid($"The message attribute name '{name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.");
        if (value.StringListValues is { Count: > 0 } || value.BinaryListValues is { Count: > 0 }) throw SqsErrors.Invalid("Message attribute list values in SendMessage operation are not supported.");
        if (string.IsNullOrEmpty(value.DataType)) throw SqsErrors.Invalid($"The message attribute '{name}' must contain non-empty message attribute type.");
        var kind = value.DataType.Split('.')[0];
        if (value.DataType.Length > 256 || kind is not ("String" or "Number" or "Binary"))
            throw SqsErrors.Invalid($"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
        if (kind == "Binary")
        {
            return value.BinaryValue is { Length: > 0 } bytes ? new MessageAttribute(value.DataType, null, bytes) : throw Empty(name, value.DataType);
        }

        if (string.IsNullOrEmpty(value.StringValue)) throw Empty(name, value.DataType);
        CheckContent(Encoding.UTF8.GetBytes(value.StringValue));
        if (kind == "Number" && !double.TryParse(value.StringValue, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            throw SqsErrors.Invalid($"Can't cast the value of message (user) attribute '{name}' to a number.");
        return new MessageAttribute(value.DataType, value.StringValue, default);
    }

    private static Core.Errors.AwsException Empty(string name, string type) =>
        SqsErrors.Invalid($"The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{type}'.");

    /// <summary>#x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF.</summary>
    private static void CheckContent(ReadOnlySpan<byte> text)
    {
        // Of what UTF-8 can hold, U+FFFE and U+FFFF (EF BF BE, EF BF BF) are out, and below a space all but three.
        if (text.IndexOf((ReadOnlySpan<byte>)[0xEF, 0xBF, 0xBE]) >= 0 || text.IndexOf((ReadOnlySpan<byte>)[0xEF, 0xBF, 0xBF]) >= 0) throw WrongContent();
        var control = text.IndexOfAnyInRange((byte)0, (byte)0x1F);
        while (control >= 0)
        {
            if (text[control] is not (0x09 or 0x0A or 0x0D)) throw WrongContent();
            text = text[(control + 1)..];
            control = text.IndexOfAnyInRange((byte)0, (byte)0x1F);
        }
    }

    private static InvalidMessageContentsException WrongContent() =>
        new("Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");

    [GeneratedRegex(@"\A[A-Za-z0-9!-/:-@\[-`{-~]{1,128}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,256}\z")]
    private static partial Regex AttributeName();
}
