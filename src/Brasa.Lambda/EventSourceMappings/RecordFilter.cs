using System.Text.Json;
using Brasa.Core.Events;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Filter criteria: patterns of which a record has to match one. What is sent to the source is the <c>body</c> of its records.</summary>
/// <remarks>
/// AWS Lambda developer guide, "Control which events Lambda sends to your function", "Properly filtering messages": where the message is JSON and the pattern asks for a text, or the
/// other way round, it does not match.
/// </remarks>
internal sealed class RecordFilter
{
    private const string Body = "body";

    /// <summary>One more than a body may be deep.</summary>
    private const int MaxDepth = 65;

    private readonly IReadOnlyList<ObjectPattern> patterns;

    private RecordFilter(IReadOnlyList<ObjectPattern> patterns) => this.patterns = patterns;

    /// <summary>Reads patterns.</summary>
    /// <exception cref="FormatException">One of them is none.</exception>
    public static RecordFilter Of(IReadOnlyList<string> patterns) => new([.. patterns.Select(EventPattern.Parse)]);

    /// <summary>Whether a record with that body is for the function.</summary>
    public bool Matches(ReadOnlyMemory<byte> body)
    {
        if (patterns.Count == 0) return true;

        using var parsed = ParseObject(body);
        using var record = JsonDocument.Parse(Compose(body, isJson: parsed is not null), new JsonDocumentOptions { MaxDepth = MaxDepth });
        try
        {
            return patterns.Any(pattern => pattern.Of(Body).All(part => part is ObjectPattern == parsed is not null) && pattern.Matches(record.RootElement));
        }
        catch (InvalidOperationException)
        {
            return false; // half a surrogate pair, which no pattern can ask for
        }
    }

    private static JsonDocument? ParseObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Compose(ReadOnlyMemory<byte> body, bool isJson)
    {
        var record = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(record))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Body);
            if (isJson) writer.WriteRawValue(body.Span, skipInputValidation: true);
            else writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(body.Span));
            writer.WriteEndObject();
        }

        return record.WrittenMemory;
    }
}
