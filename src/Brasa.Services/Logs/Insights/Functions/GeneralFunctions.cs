using System.Text.Json;
using Brasa.Services.Logs.Insights.Fields;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>Functions of any values, of times, and of JSON.</summary>
internal static class GeneralFunctions
{
    /// <summary>A condition and a value ten times, and what is the value otherwise.</summary>
    private const int MaxBranches = 21;

    public static IEnumerable<KeyValuePair<string, QueryFunction>> All { get; } =
    [
        new("ispresent", new QueryFunction(1, 1, a => QueryValue.Of(!a[0].IsMissing))),
        new("coalesce", new QueryFunction(1, NumericFunctions.Many, a => Array.Find(a, value => !value.IsMissing))),
        new("if", new QueryFunction(3, 3, a => a[0].IsTrue ? a[1] : a[2])),
        new("case", new QueryFunction(2, MaxBranches, Case)),
        new("fromMillis", new QueryFunction(1, 1, a => a[0].TryGetNumber(out var value) ? QueryValue.OfTime(value) : default)),
        new("toMillis", new QueryFunction(1, 1, a => a[0].TryGetNumber(out var value) ? QueryValue.Of(value) : default)),
        new("jsonParse", new QueryFunction(1, 1, a => Parse(a[0]) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json ? QueryValue.Of(json) : default)),
        new("jsonStringify", new QueryFunction(1, 1, a => a[0].Json is { } json ? QueryValue.Of(json.GetRawText()) : default)),
        new("jsonArraySize", new QueryFunction(1, 1, a => Parse(a[0]) is { ValueKind: JsonValueKind.Array } json ? QueryValue.Of(json.GetArrayLength()) : default)),
        new("jsonArrayContains", new QueryFunction(2, 2, a => QueryValue.Of(Contains(a[0], a[1])))),
    ];

    private static QueryValue Case(QueryValue[] arguments)
    {
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i].IsTrue) return arguments[i + 1];
        }

        return arguments.Length % 2 == 1 ? arguments[^1] : default;
    }

    private static JsonElement? Parse(QueryValue value)
    {
        if (value.Json is { } known) return known;
        try
        {
            using var json = JsonDocument.Parse(value.ToString() ?? "");
            return json.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static bool Contains(QueryValue array, QueryValue value) =>
        Parse(array) is { ValueKind: JsonValueKind.Array } json
        && json.EnumerateArray().Any(item => JsonPath.ValueOf(item) is { IsMissing: false } one && one.ToString() == value.ToString());
}
