using System.Text.Json;

namespace Brasa.Server;

/// <summary>A place in a JSON file that somebody wrote by hand: what is wrong is told with where it stands.</summary>
internal sealed class JsonPlace(JsonElement element, string path)
{
    /// <summary>What this object has under a name; <c>null</c> where it has nothing.</summary>
    public JsonPlace? Find(string name) => element.TryGetProperty(name, out var value) ? new JsonPlace(value, path.Length == 0 ? name : $"{path}.{name}") : null;

    /// <summary>What this object has under a name.</summary>
    public JsonPlace Get(string name) => Find(name) ?? throw Wrong($"has no \"{name}\": add it.");

    /// <summary>Sees that this is an object, and has no other names than these, and none twice.</summary>
    public void RequireOnly(params IReadOnlyList<string> names)
    {
        Require(JsonValueKind.Object, "an object, in braces");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name)) throw Wrong($"has \"{property.Name}\", which is not known here: there are {string.Join(", ", names)}.");
            if (!seen.Add(property.Name)) throw Wrong($"has \"{property.Name}\" twice: leave one out.");
        }
    }

    public IEnumerable<JsonPlace> Items()
    {
        Require(JsonValueKind.Array, "a list, in brackets");
        return element.EnumerateArray().Select((item, number) => new JsonPlace(item, $"{path}[{number}]"));
    }

    public string Text()
    {
        Require(JsonValueKind.String, "a text, in quotes");
        return element.GetString()!;
    }

    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw NotA("true or false");

    public int Number() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : throw NotA("a whole number");

    public decimal Amount() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var amount) && amount >= 0 ? amount : throw NotA("a number, 0 or above");

    /// <summary>The exception that says what is wrong here.</summary>
    /// <param name="what">As a sentence without its subject, and what to do about it.</param>
    public JsonPlaceException Wrong(string what) => new($"{(path.Length == 0 ? "the file" : path)} {what}");

    private void Require(JsonValueKind kind, string what)
    {
        if (element.ValueKind != kind) throw NotA(what);
    }

    private JsonPlaceException NotA(string what) => Wrong($"is not {what}: write it so.");
}

/// <summary>Something in a file is not as it has to be.</summary>
internal sealed class JsonPlaceException(string message) : Exception(message);
