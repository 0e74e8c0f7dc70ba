using Brasa.Services.Logs.Insights.Fields;

namespace Brasa.Services.Logs.Insights.Values;

/// <summary>An event, or what was made of several, as it goes through a query.</summary>
/// <param name="source">The event; <c>null</c> where it was made of several.</param>
internal sealed class QueryRow(EventFields? source)
{
    /// <summary>Bytes that a row takes beside its texts.</summary>
    private const int Overhead = 200;

    private readonly Dictionary<string, QueryValue> added = new(StringComparer.Ordinal);

    /// <summary>The event's place; <c>null</c> where it was made of several.</summary>
    public string? Pointer => source?.Pointer;

    /// <summary>Bytes that it keeps, roughly.</summary>
    public long Size => Overhead + (source?.Size ?? 0) + added.Sum(pair => 64 + pair.Key.Length + (pair.Value.Kind == ValueKind.Text ? 2L * pair.Value.ToString()!.Length : 0));

    public void Set(string name, QueryValue value) => added[name] = value;

    public QueryValue Find(string name)
    {
        if (added.TryGetValue(name, out var value)) return value;
        value = source?.Find(name) ?? default;
        return value.IsMissing ? FindInside(name) : value;
    }

    /// <summary>Looks for a field of JSON that a query parsed, as <c>parsed.users[0].name</c>.</summary>
    private QueryValue FindInside(string name)
    {
        for (var end = name.IndexOfAny(['.', '[']); end > 0; end = name.IndexOfAny(['.', '['], end + 1))
        {
            if (added.TryGetValue(name[..end], out var outer) && outer.Json is { } json) return JsonPath.Find(json, name.AsSpan(end));
        }

        return default;
    }
}
