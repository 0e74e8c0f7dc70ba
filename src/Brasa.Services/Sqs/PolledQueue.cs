using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs;

/// <summary>A queue as other services of this server use it.</summary>
internal sealed class PolledQueue(Queue queue, PayloadCache payloads) : IQueue
{
    public string Arn => queue.Name.Arn;

    public bool IsFifo => queue.Name.IsFifo;

    public TimeSpan VisibilityTimeout => TimeSpan.FromSeconds(queue.Settings.VisibilityTimeout);

    public bool IsDeleted => queue.IsDeleted;

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct)
    {
        // A queue that has as many in flight as it may is waited for as an empty one.
        var received = await queue.ReceiveAsync(most, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), null, null, ct);
        return [.. received.Select(Describe).OfType<ReceivedMessage>()];
    }

    public Task DeleteAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct) => queue.DeleteAsync([.. Receipts(messages)]).WaitAsync(ct);

    public Task ChangeVisibilityAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan timeout, CancellationToken ct)
    {
        foreach (var receipt in Receipts(messages)) queue.ChangeVisibility(receipt, timeout);
        return Task.CompletedTask;
    }

    public async Task<string> SendAsync(
        ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, MessageAttribute> attributes, string? groupId, string? deduplicationId, string? traceHeader, CancellationToken ct)
    {
        var message = MessageRules.Check(body, attributes, traceHeader, queue.Name.Account, groupId, deduplicationId, null, queue);
        return (await queue.SendAsync([message]).WaitAsync(ct))[0].MessageId.ToString();
    }

    private static IEnumerable<ReceiptHandle> Receipts(IReadOnlyList<ReceivedMessage> messages) => messages.Select(message => ReceiptHandle.TryParse(message.ReceiptHandle)).OfType<ReceiptHandle>();

    private ReceivedMessage? Describe(DeliveredMessage delivered) => payloads.Read(delivered.Message) is { } payload
        ? new ReceivedMessage(delivered.Message.MessageId.ToString(), delivered.Receipt.ToString(), payload.Body, ReceivedAttributes.Of(delivered, payload, queue), payload.Attributes, payload.BodyMd5)
        : null;
}
