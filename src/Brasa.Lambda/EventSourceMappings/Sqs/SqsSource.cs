using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Brasa.Core.Identity;
using Brasa.Core.Queues;
using Brasa.Lambda.EventSourceMappings.Polling;

namespace Brasa.Lambda.EventSourceMappings.Sqs;

/// <summary>A queue as the source of a mapping.</summary>
/// <remarks>The event: AWS Lambda developer guide, "Using Lambda with Amazon SQS".</remarks>
internal sealed class SqsSource(EventSourceMapping mapping, IQueues queues) : IEventSource<ReceivedMessage>
{
    /// <summary>What a record takes beside its body and attributes, about.</summary>
    private const int Overhead = 1_024;

    /// <summary>Bodies are texts for a function, not for a page.</summary>
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RecordFilter filter = RecordFilter.Of(mapping.Filters);

    /// <inheritdoc />
    public TimeSpan Patience => Queue.VisibilityTimeout;

    private IQueue Queue => queues.Find(mapping.SourceArn) ?? throw new SourceUnavailableException("PROBLEM: The queue does not exist");

    /// <inheritdoc />
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct) => Queue.ReceiveAsync(most, wait, ct);

    /// <inheritdoc />
    public bool Matches(ReceivedMessage record) => filter.Matches(record.Body);

    /// <inheritdoc />
    public int SizeOf(ReceivedMessage record) =>
        Overhead + record.Body.Length + record.Attributes.Sum(static attribute => attribute.Key.Length + (attribute.Value.Text?.Length ?? attribute.Value.Binary.Length));

    /// <inheritdoc />
    public string IdentifierOf(ReceivedMessage record) => record.MessageId;

    /// <inheritdoc />
    public string? TraceHeaderOf(ReceivedMessage record) => record.SystemAttributes.GetValueOrDefault("AWSTraceHeader");

    /// <inheritdoc />
    public Task CompleteAsync(IReadOnlyList<ReceivedMessage> records) => Queue.DeleteAsync(records, CancellationToken.None);

    /// <inheritdoc />
    public Task HoldAsync(IReadOnlyList<ReceivedMessage> records, TimeSpan time) =>
        Queue.ChangeVisibilityAsync(records, time > Queue.VisibilityTimeout ? time : Queue.VisibilityTimeout, CancellationToken.None);

    /// <inheritdoc />
    public Task ReturnAsync(IReadOnlyList<ReceivedMessage> records) => Queue.ChangeVisibilityAsync(records, TimeSpan.Zero, CancellationToken.None);

    /// <inheritdoc />
    public ReadOnlyMemory<byte> WriteEvent(IReadOnlyList<ReceivedMessage> records)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            foreach (var record in records) Write(writer, record);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, ReceivedMessage record)
    {
        writer.WriteStartObject();
        writer.WriteString("messageId", record.MessageId);
        writer.WriteString("receiptHandle", record.ReceiptHandle);
        writer.WriteString("body", record.Body.Span);
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in record.SystemAttributes) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteStartObject("messageAttributes");
        foreach (var (name, value) in record.Attributes) Write(writer, name, value);
        writer.WriteEndObject();
        writer.WriteString("md5OfBody", record.BodyMd5);
        writer.WriteString("eventSource", "aws:sqs");
        writer.WriteString("eventSourceARN", mapping.SourceArn);
        writer.WriteString("awsRegion", Arn.TryParse(mapping.SourceArn)!.Region);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, MessageAttribute attribute)
    {
        writer.WriteStartObject(name);
        if (attribute.Text is { } text) writer.WriteString("stringValue", text);
        else writer.WriteBase64String("binaryValue", attribute.Binary.Span);
        writer.WriteStartArray("stringListValues");
        writer.WriteEndArray();
        writer.WriteStartArray("binaryListValues");
        writer.WriteEndArray();
        writer.WriteString("dataType", attribute.DataType);
        writer.WriteEndObject();
    }
}
