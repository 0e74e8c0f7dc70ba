using System.Globalization;
using System.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Fields;

/// <summary>The fields of a message that is JSON, with the names of those they are in before them, as <c>userIdentity.type</c> and <c>items.0.id</c>.</summary>
/// <remarks>CloudWatch Logs User Guide, "Supported logs and discovered fields", Fields in JSON logs.</remarks>
internal static class JsonFields
{
    /// <summary>Fields of one event; others are found with <c>parse</c>.</summary>
    private const int MaxFields = 200;

    /// <summary>Adds fields to those that are known.</summary>
    /// <param name="fields">By name.</param>
    /// <param name="message">UTF-8.</param>
    /// <param name="isInside">Whether JSON may begin inside the message.</param>
    public static void AddTo(Dictionary<string, QueryValue> fields, ReadOnlySpan<byte> message, bool isInside)
    {
        var start = isInside ? message.IndexOf((byte)'{') : message.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || message[start] != '{') return;
        try
        {
            var reader = new Utf8JsonReader(message[start..]);
            using var json = JsonDocument.ParseValue(ref reader);
            var count = 0;
            Add(fields, "", json.RootElement, ref count);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A message of this look need not be JSON, and an escaped half of a surrogate pair is no name.
        }
    }

    /// <summary>A string, also where it is no text.</summary>
    public static string TextOf(JsonElement json)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json)[1..^1];
        if (!raw.Contains((byte)'\\')) return Encoding.UTF8.GetString(raw);
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(raw);
        }
    }

    private static void Add(Dictionary<string, QueryValue> fields, string name, JsonElement json, ref int count)
    {
        if (count == MaxFields) return;
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                // A name that begins with what only the service's own begin with gets one more.
                foreach (var property in json.EnumerateObject())
                    Add(fields, name.Length > 0 ? $"{name}.{property.Name}" : property.Name is ['@', ..] ? "@" + property.Name : property.Name, property.Value, ref count);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    if (count == MaxFields) return;
                    Add(fields, $"{name}.{(index++).ToString(CultureInfo.InvariantCulture)}", item, ref count);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                fields[name] = JsonPath.ValueOf(json);
                count++;
                break;
        }
    }
}
