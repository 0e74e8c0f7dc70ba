using System.Globalization;
using System.Text.Json;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Fields;

/// <summary>Finds a value inside of JSON that a query parsed.</summary>
internal static class JsonPath
{
    /// <param name="json">Where it is looked for.</param>
    /// <param name="path">As <c>.users[0].name</c>.</param>
    public static QueryValue Find(JsonElement json, ReadOnlySpan<char> path)
    {
        while (!path.IsEmpty)
        {
            var rest = path[1..];
            var end = rest.IndexOfAny('.', '[', ']');
            var name = end < 0 ? rest : rest[..end];
            if (path[0] == '.')
            {
                if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json)) return default;
            }
            else
            {
                if (end < 0 || rest[end] != ']' || json.ValueKind != JsonValueKind.Array) return default;
                if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= json.GetArrayLength()) return default;
                json = json[index];
                end++;
            }

            path = end < 0 ? [] : rest[end..];
        }

        return ValueOf(json);
    }

    public static QueryValue ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => QueryValue.Of(JsonFields.TextOf(json)),
        JsonValueKind.Number => QueryValue.Of(json.GetRawText()),
        JsonValueKind.True => QueryValue.Of(true),
        JsonValueKind.False => QueryValue.Of(false),
        JsonValueKind.Object or JsonValueKind.Array => QueryValue.Of(json),
        _ => default,
    };
}
