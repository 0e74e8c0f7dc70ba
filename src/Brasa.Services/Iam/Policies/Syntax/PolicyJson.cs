using System.Text.Json;
using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>What policies are made of in JSON.</summary>
internal static class PolicyJson
{
    /// <summary>A text.</summary>
    /// <exception cref="MalformedPolicyException">It is something else.</exception>
    public static string Text(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) throw PolicyErrors.Syntax;
        return Checked(element.GetString()!);
    }

    /// <summary>A text that cannot be taken for a wildcard of a pattern.</summary>
    public static string Checked(string text) => text.AsSpan().ContainsAny(TextPattern.AnyRun, TextPattern.AnyOne) ? throw PolicyErrors.Syntax : text;

    /// <summary>A text, or a list of texts.</summary>
    /// <exception cref="MalformedPolicyException">It is something else.</exception>
    public static List<string> Texts(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(Text)] : [Text(element)];

    /// <summary>A text, number or boolean, or a list of them, as text.</summary>
    /// <exception cref="MalformedPolicyException">It is something else.</exception>
    public static List<string> Values(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(Value)] : [Value(element)];

    /// <summary>The members of an object.</summary>
    /// <exception cref="MalformedPolicyException">It is something else.</exception>
    public static JsonElement.ObjectEnumerator Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw PolicyErrors.Syntax;

    private static string Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => Text(element),
    };
}
