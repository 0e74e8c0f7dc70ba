using System.Text.Json;

namespace Brasa.Core.Events;

/// <summary>Which events are meant: the language of filter criteria.</summary>
/// <remarks>
/// AWS Lambda developer guide, "Control which events Lambda sends to your function". A pattern has the form of the events; its leaves are lists, of which one entry
/// has to hold. Where an event has a list, one of its values has to.
/// </remarks>
public abstract class EventPattern
{
    private protected EventPattern()
    {
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="json">The pattern, a JSON object.</param>
    /// <exception cref="FormatException">It is none; the message says what is wrong with it.</exception>
    public static ObjectPattern Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return ObjectPattern.Read(document.RootElement, "The pattern");
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The pattern is not valid JSON: {broken.Message}", broken);
        }
    }

    /// <summary>Whether a value is meant.</summary>
    /// <param name="value">The event, or a value in it; <c>null</c> where the event has none.</param>
    public abstract bool Matches(JsonElement? value);
}

/// <summary>What a pattern says of the fields of an object: all of it has to hold.</summary>
public sealed class ObjectPattern : EventPattern
{
    private const string Or = "$or";
    private const int FewestAlternatives = 2;

    private readonly IReadOnlyList<(string Name, EventPattern Pattern)> fields;
    private readonly IReadOnlyList<ObjectPattern> alternatives;

    private ObjectPattern(IReadOnlyList<(string Name, EventPattern Pattern)> fields, IReadOnlyList<ObjectPattern> alternatives) =>
        (this.fields, this.alternatives) = (fields, alternatives);

    /// <summary>Every pattern of that field anywhere at this level, those of alternatives among them.</summary>
    public IEnumerable<EventPattern> Of(string field) =>
        fields.Where(known => known.Name == field).Select(known => known.Pattern).Concat(alternatives.SelectMany(either => either.Of(field)));

    /// <inheritdoc />
    public override bool Matches(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(one => Matches(one)),
        { ValueKind: JsonValueKind.Object } => MatchesFields(value),
        _ => MatchesFields(null),
    };

    /// <param name="pattern">What is read.</param>
    /// <param name="place">What errors call it.</param>
    /// <exception cref="FormatException">It is no pattern.</exception>
    internal static ObjectPattern Read(JsonElement pattern, string place)
    {
        if (pattern.ValueKind != JsonValueKind.Object) throw new FormatException($"{place} is not a JSON object.");
        var fields = new List<(string, EventPattern)>();
        IReadOnlyList<ObjectPattern> alternatives = [];
        foreach (var field in pattern.EnumerateObject())
        {
            if (field.Name == Or && IsListOfObjects(field.Value)) alternatives = [.. field.Value.EnumerateArray().Select(either => Read(either, Or))];
            else fields.Add((field.Name, field.Value.ValueKind == JsonValueKind.Array ? ValuePattern.Read(field.Value, field.Name) : Read(field.Value, $"\"{field.Name}\"")));
        }

        return fields.Count + alternatives.Count > 0 ? new ObjectPattern(fields, alternatives) : throw new FormatException($"{place} is empty.");
    }

    private static bool IsListOfObjects(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= FewestAlternatives && value.EnumerateArray().All(either => either.ValueKind == JsonValueKind.Object);

    private bool MatchesFields(JsonElement? value)
    {
        foreach (var (name, pattern) in fields)
        {
            if (!pattern.Matches(value is { } known && known.TryGetProperty(name, out var field) ? field : null)) return false;
        }

        return alternatives.Count == 0 || alternatives.Any(either => either.Matches(value));
    }
}
