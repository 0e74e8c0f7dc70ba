using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Brasa.Services.Logs.Patterns;

/// <summary>The text of a value of JSON.</summary>
internal static class JsonText
{
    /// <summary>Strings and numbers, as a pattern compares them: all others equal nothing, and differ from nothing.</summary>
    public static bool TryGet(JsonElement element, out FieldValue value)
    {
        value = default;
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                value = new FieldValue(JsonMarshal.GetRawUtf8Value(element), mayBeNumber: true);
                return true;
            case JsonValueKind.String:
                var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
                value = new FieldValue(raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(element.GetString()!) : raw, mayBeNumber: false);
                return true;
            default:
                return false;
        }
    }
}
