using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Events;

namespace Brasa.Services.Logs.Subscriptions;

/// <summary>What a function is told: events of one stream, as JSON, compressed, in base64.</summary>
/// <remarks>CloudWatch Logs User Guide, "Subscription filters with AWS Lambda".</remarks>
internal static class SubscriptionMessage
{
    // It is no document that would be pasted into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event that a function gets.</summary>
    public static ReadOnlyMemory<byte> Write(LogGroupKey group, string filter, IReadOnlyList<LogEvent> events)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(gzip, Options))
            WriteData(json, group, filter, events);

        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("awslogs");
            json.WriteBase64String("data", compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static void WriteData(Utf8JsonWriter json, LogGroupKey group, string filter, IReadOnlyList<LogEvent> events)
    {
        json.WriteStartObject();
        json.WriteString("messageType", "DATA_MESSAGE");
        json.WriteString("owner", group.Account);
        json.WriteString("logGroup", group.Name);
        json.WriteString("logStream", events[0].Stream);
        json.WriteStartArray("subscriptionFilters");
        json.WriteStringValue(filter);
        json.WriteEndArray();
        json.WriteStartArray("logEvents");
        foreach (var next in events)
        {
            json.WriteStartObject();
            json.WriteString("id", EventPlace.IdOf(group, next.Position));
            json.WriteNumber("timestamp", next.Timestamp);
            json.WriteString("message", EventPages.TextOf(next));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
