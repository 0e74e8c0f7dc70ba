using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Brasa.Core.Queues;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>What destinations and dead-letter queues are told of an event that has ended.</summary>
/// <remarks>AWS Lambda developer guide, "Capturing records of Lambda asynchronous invocations" and "Adding a dead-letter queue".</remarks>
internal static class InvocationRecord
{
    private const string Version = "1.0";

    /// <summary>Bytes of a dead-letter message's <c>ErrorMessage</c>.</summary>
    private const int ErrorMessageBytes = 1_024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The record that a destination gets, UTF-8 JSON.</summary>
    public static byte[] ForDestination(StoredEvent stored, EventEnding ending, DateTimeOffset now)
    {
        var bytes = new ArrayBufferWriter<byte>(ending.Payload.Length + 1_024);
        using var json = new Utf8JsonWriter(bytes, Options);
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("timestamp", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteStartObject("requestContext");
        json.WriteString("requestId", stored.RequestId);
        json.WriteString("functionArn", ending.Function.Key.QualifiedArn(stored.Qualifier ?? FunctionVersion.Latest));
        json.WriteString("condition", ending.Condition.ToString());
        json.WriteNumber("approximateInvokeCount", stored.Attempts);
        json.WriteEndObject();
        WritePayload(json, "requestPayload", ending.Payload.Span);
        if (ending.Response is { } response)
        {
            json.WriteStartObject("responseContext");
            json.WriteNumber("statusCode", ending.StatusCode);
            json.WriteString("executedVersion", ending.Version.Version);
            if (ending.Condition != EventCondition.Success) json.WriteString("functionError", "Unhandled");
            json.WriteEndObject();
            WritePayload(json, "responsePayload", response.Span);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What a dead-letter queue gets beside the event itself.</summary>
    public static Dictionary<string, MessageAttribute> ForDeadLetter(StoredEvent stored, EventEnding ending) => new()
    {
        ["RequestID"] = Text("String", stored.RequestId),
        ["ErrorCode"] = Text("Number", ending.StatusCode.ToString(CultureInfo.InvariantCulture)),
        ["ErrorMessage"] = Text("String", ErrorMessage(ending)),
    };

    private static MessageAttribute Text(string type, string value) => new(type, value, ReadOnlyMemory<byte>.Empty);

    private static string ErrorMessage(EventEnding ending)
    {
        var message = ending.Response is { } response ? ReadError(response)
            : ending.Condition == EventCondition.EventAgeExceeded ? "The event has become too old."
            : ending.Condition == EventCondition.ZeroReservedConcurrency ? "Rate Exceeded."
            : $"Function not found: {ending.Function.Key.Arn}";
        return Cut(message.Length == 0 ? "Unhandled" : message);
    }

    /// <summary>The message of an error as functions report it; what is none, as it is.</summary>
    private static string ReadError(ReadOnlyMemory<byte> response)
    {
        try
        {
            using var document = JsonDocument.Parse(response);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("errorMessage", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()!
                : document.RootElement.GetRawText();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetString(response.Span);
        }
    }

    /// <summary>The beginning of a text, of characters that queues take.</summary>
    private static string Cut(string text)
    {
        var cut = new StringBuilder();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length += rune.Utf8SequenceLength;
            if (length > ErrorMessageBytes) break;
            cut.Append(Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r') ? "?" : rune.ToString());
        }

        return cut.ToString();
    }

    private static void WritePayload(Utf8JsonWriter json, string name, ReadOnlySpan<byte> payload)
    {
        json.WritePropertyName(name);
        if (payload.IsEmpty) json.WriteNullValue();
        else if (IsJson(payload)) json.WriteRawValue(payload, skipInputValidation: true);
        else json.WriteStringValue(Encoding.UTF8.GetString(payload)); // what a runtime posts is its own choice
    }

    private static bool IsJson(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
