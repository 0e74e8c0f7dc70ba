namespace Brasa.Core.Queues;

/// <summary>The queues of a server, for other services of it: to poll them, and to send to them.</summary>
public interface IQueues
{
    /// <summary>The queue of an ARN; <c>null</c> where there is none.</summary>
    IQueue? Find(string queueArn);
}

/// <summary>A queue, as AWS SQS means it. Who may use it has been asked before.</summary>
public interface IQueue
{
    /// <summary>Its ARN.</summary>
    string Arn { get; }

    /// <summary>Whether messages of a group are received in order, one batch after the other.</summary>
    bool IsFifo { get; }

    /// <summary>How long a received message stays hidden from others.</summary>
    TimeSpan VisibilityTimeout { get; }

    /// <summary>Whether it has been deleted.</summary>
    bool IsDeleted { get; }

    /// <summary>Receives messages, and waits for the first where there is none. Waiting takes no thread and no processor time.</summary>
    /// <param name="most">At least one; more than the ten of AWS's own API are given where they are there.</param>
    /// <param name="wait">How long; at the end of it none are returned.</param>
    /// <param name="ct">Ends the wait; what has been received until then is returned to the queue.</param>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct);

    /// <summary>Removes received messages; those whose receipts are no good any more stay.</summary>
    Task DeleteAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct);

    /// <summary>Sets how long from now received messages stay hidden; zero gives them back.</summary>
    Task ChangeVisibilityAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan timeout, CancellationToken ct);

    /// <summary>Sends a message; it is on disk when this returns.</summary>
    /// <param name="body">UTF-8 text.</param>
    /// <param name="attributes">Its message attributes.</param>
    /// <param name="groupId">The group, for FIFO queues.</param>
    /// <param name="deduplicationId">For FIFO queues.</param>
    /// <param name="traceHeader">The <c>X-Amzn-Trace-Id</c> of the chain of requests that it comes from.</param>
    /// <param name="ct">Ends the wait, not the write.</param>
    /// <exception cref="Errors.AwsException">The queue does not take it: it is too large, or lacks a group.</exception>
    Task<string> SendAsync(
        ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, MessageAttribute> attributes, string? groupId, string? deduplicationId, string? traceHeader, CancellationToken ct);
}

/// <summary>A message that has been received, as events for functions show it.</summary>
/// <param name="MessageId">Its id, a UUID.</param>
/// <param name="ReceiptHandle">The right to remove it, good until it is received again.</param>
/// <param name="Body">UTF-8 text.</param>
/// <param name="SystemAttributes">As <c>ApproximateReceiveCount</c> and <c>SentTimestamp</c>.</param>
/// <param name="Attributes">What its sender gave it.</param>
/// <param name="BodyMd5">In lower-case hexadecimal digits.</param>
public sealed record ReceivedMessage(
    string MessageId,
    string ReceiptHandle,
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, string> SystemAttributes,
    IReadOnlyDictionary<string, MessageAttribute> Attributes,
    string BodyMd5);

/// <summary>A message attribute: text or bytes.</summary>
/// <param name="DataType">As <c>String</c>, <c>Number.int</c>, <c>Binary.png</c>.</param>
/// <param name="Text">The value of a text or number.</param>
/// <param name="Binary">The value of bytes.</param>
public sealed record MessageAttribute(string DataType, string? Text, ReadOnlyMemory<byte> Binary);
