using System.Text;
using Brasa.Core.Queues;
using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Tests.Sqs.Messages;

public sealed class MessageEncodingTests
{
    private static readonly Dictionary<string, MessageAttribute> Attributes = new()
    {
        ["text"] = new("String.custom", "ä value", default),
        ["bytes"] = new("Binary", null, new byte[] { 0, 1, 255 }),
        ["number"] = new("Number", "1.5", default),
    };

    [Fact]
    public void What_a_message_says_is_read_as_it_was_written()
    {
        foreach (var payload in new[] { MessagePayload.Of("ü body"u8.ToArray(), null, null), MessagePayload.Of("b"u8.ToArray(), Attributes, "Root=1-2"), MessagePayload.Of("b"u8.ToArray(), null, "Root=1-2") })
        {
            var read = MessagePayload.Decode(payload.Encode());

            Assert.Equal((Encoding.UTF8.GetString(payload.Body.Span), payload.TraceHeader, payload.BodyMd5), (Encoding.UTF8.GetString(read.Body.Span), read.TraceHeader, read.BodyMd5));
            Assert.Equal(AttributeDigest.Of(payload.Attributes), AttributeDigest.Of(read.Attributes));
        }
    }

    [Fact]
    public void What_is_kept_of_a_message_is_read_as_it_was_written()
    {
        var state = new MessageState
        {
            MessageId = Guid.NewGuid(), SentAt = 1, ArrivedAt = 2, Sender = "AIDA", Group = "g", DeduplicationId = null, DeadLetterSource = "arn", CountAtArrival = 3, ReceiveCount = 4,
            FirstReceivedAt = 5, DueAt = 6, DueIn = 7, IsInFlight = true, Receipt = -8, IsSpent = true, Sequence = 9,
        };

        Assert.Equal(state, MessageState.Decode(state.Encode()));
        Assert.Throws<InvalidDataException>(() => MessageState.Decode(new byte[] { 99 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64 at all, and longer than any handle that was ever given out by this server to anybody")]
    public void What_is_no_receipt_is_refused(string text) => Assert.Null(ReceiptHandle.TryParse(text));

    [Fact]
    public void Receipts_are_read_as_they_were_given()
    {
        var handle = new ReceiptHandle(Guid.NewGuid(), 42, ReceiptHandle.NewNumber());

        Assert.Equal(handle, ReceiptHandle.TryParse(handle.ToString()));
    }

    /// <remarks>Digests as boto's and AWS's own clients work them out, by a script of its own.</remarks>
    [Fact]
    public void Digests_are_those_that_clients_work_out()
    {
        Assert.Equal("900150983cd24fb0d6963f7d28e17f72", AttributeDigest.OfBody("abc"u8));
        Assert.Equal("aad8640c85204a4b358a9517df684d77", AttributeDigest.Of(Attributes));
        Assert.Null(AttributeDigest.Of([]));
    }
}
