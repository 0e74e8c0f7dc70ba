using Brasa.Core.Errors;
using Brasa.Core.Events;
using Brasa.Core.Queues;

namespace Brasa.Core.Tests.Queues;

public sealed class QueueDestinationTests
{
    private const string Arn = "arn:aws:sqs:us-east-1:123456789012:queue";

    private static readonly DestinationMessage Message = new(
        "{}"u8.ToArray(), new Dictionary<string, MessageAttribute> { ["RequestID"] = new("String", "1", ReadOnlyMemory<byte>.Empty) }, null);

    private readonly Queue queue = new();

    [Fact]
    public async Task A_message_is_sent_to_the_queue_with_its_attributes()
    {
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(Arn));
        var (body, attributes) = Assert.Single(queue.Sent);
        Assert.Equal("{}"u8.ToArray(), body);
        Assert.Equal("1", attributes["RequestID"].Text);
    }

    [Fact]
    public async Task A_queue_that_is_not_there_or_does_not_take_it_is_told_of()
    {
        Assert.Equal(DeliveryOutcome.NotFound, await SendAsync(Arn + "s"));
        queue.Refuses = true;
        Assert.Equal(DeliveryOutcome.Failed, await SendAsync(Arn));
    }

    [Fact]
    public void A_service_is_found_by_the_ARNs_of_what_it_has()
    {
        var registry = new DestinationRegistry();
        var destination = new QueueDestination(queue);
        registry.Register("sqs", destination);
        Assert.Same(destination, registry.Find(Arn));
        Assert.Null(registry.Find("arn:aws:sns:us-east-1:123456789012:topic"));
        Assert.Null(registry.Find("queue"));
    }

    private Task<DeliveryOutcome> SendAsync(string arn) => new QueueDestination(queue).SendAsync(arn, Message, TestContext.Current.CancellationToken);

    private sealed class Queue : IQueues, IQueue
    {
        public List<(byte[] Body, IReadOnlyDictionary<string, MessageAttribute> Attributes)> Sent { get; } = [];

        public bool Refuses { get; set; }

        public string Arn => QueueDestinationTests.Arn;

        public bool IsFifo => false;

        public TimeSpan VisibilityTimeout => TimeSpan.Zero;

        public bool IsDeleted => false;

        public IQueue? Find(string queueArn) => queueArn == Arn ? this : null;

        public Task<string> SendAsync(
            ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, MessageAttribute> attributes, string? groupId, string? deduplicationId, string? traceHeader, CancellationToken ct)
        {
            if (Refuses) throw new AwsException("InvalidParameterValue", 400, "One or more parameters are invalid.");
            Sent.Add((body.ToArray(), attributes));
            return Task.FromResult("id");
        }

        public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct) => throw new NotSupportedException();

        public Task DeleteAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct) => throw new NotSupportedException();

        public Task ChangeVisibilityAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan timeout, CancellationToken ct) => throw new NotSupportedException();
    }
}
