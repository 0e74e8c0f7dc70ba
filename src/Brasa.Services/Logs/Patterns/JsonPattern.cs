using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Conditions on the properties of a message that is a JSON object; no other message matches.</summary>
internal sealed class JsonPattern(Condition<JsonElement> condition, ImmutableArray<JsonSelector> selectors) : FilterPattern
{
    public override bool Matches(ReadOnlySpan<byte> message)
    {
        if (!TryParse(message, out var json)) return false;
        using (json)
        {
            try
            {
                return condition(json.RootElement);
            }
            catch (InvalidOperationException)
            {
                // An escaped half of a surrogate pair is no text.
                return false;
            }
        }
    }

    public override IReadOnlyDictionary<string, string> Extract(ReadOnlySpan<byte> message)
    {
        if (!TryParse(message, out var json)) return Nothing;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using (json)
        {
            try
            {
                foreach (var selector in selectors) AddTo(values, selector, json.RootElement);
            }
            catch (InvalidOperationException)
            {
                // As above: what was found before it stays.
            }
        }

        return values;
    }

    private static void AddTo(Dictionary<string, string> values, JsonSelector selector, JsonElement root) => selector.Any(root, element =>
    {
        if (JsonText.TryGet(element, out var value)) values[selector.Text] = Encoding.UTF8.GetString(value.Text);
        else if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) values[selector.Text] = element.GetRawText();
        else return false;
        return true;
    });

    private static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out JsonDocument? json)
    {
        json = null;
        var text = message.Trim(" \t\r\n"u8);
        if (text is not [(byte)'{', .., (byte)'}']) return false;
        try
        {
            var reader = new Utf8JsonReader(text);
            json = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed == text.Length) return true;
            json.Dispose();
        }
        catch (JsonException)
        {
            // A message of this look need not be JSON.
        }

        json = null;
        return false;
    }
}
