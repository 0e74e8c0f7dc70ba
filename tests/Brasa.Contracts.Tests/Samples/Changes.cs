using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Models;
using Brasa.Contracts.Tests.Patterns;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Changes valid members at one place: so that they break its constraint, or only just satisfy it.</summary>
internal sealed class Changes(Random random, SampleValues values)
{
    /// <summary>Breaks the constraint of <paramref name="place"/>, and no other where that can be.</summary>
    /// <returns>Whether no other is broken.</returns>
    public bool Break(Place place, JsonObject members)
    {
        if (place.Rule == Rule.Required)
            return Parent(place, members).AsObject().Remove(place.Last.Member!.Name);
        var alone = Broken(place.Last.Shape, place.Rule);
        Put(place, members, alone ?? BrokenWithMore(place.Last.Shape, place.Rule));
        return alone is not null;
    }

    /// <summary>Puts the least or greatest value that satisfies the constraint of <paramref name="place"/>.</summary>
    /// <returns><c>false</c> where there is none.</returns>
    public bool TryBound(Place place, JsonObject members)
    {
        if (Bound(place.Last.Shape, place.Rule) is not { } value)
            return false;
        Put(place, members, value);
        return true;
    }

    private JsonNode? Bound(Shape shape, Rule rule) => (rule == Rule.Min ? shape.Min : rule == Rule.Max ? shape.Max : null) switch
    {
        null => null,
        { } bound when shape.IsNumber => Number(shape, bound),
        { } bound => values.OfLength(shape, (int)bound),
    };

    /// <summary>A value that breaks this rule alone, or <c>null</c> where none was found.</summary>
    private JsonNode? Broken(Shape shape, Rule rule) => rule switch
    {
        Rule.Min when shape.IsNumber => Number(shape, shape.Min!.Value - Distance(shape)),
        Rule.Max when shape.IsNumber => Number(shape, shape.Max!.Value + Distance(shape)),
        Rule.Min => Enumerable.Range(1, (int)shape.Min!.Value)
            .Select(missing => values.OfLength(shape, (int)shape.Min!.Value - missing)).OfType<JsonNode>().FirstOrDefault(),
        Rule.Max => values.OfLength(shape, (int)shape.Max!.Value + 1),
        Rule.Pattern => Mismatch(shape),
        _ => Unknown(shape.Allowed!),
    };

    /// <summary>A value of a wrong length that breaks more: a text that no pattern matches, or a map with keys it may not have.</summary>
    private JsonNode BrokenWithMore(Shape shape, Rule rule)
    {
        var length = (int)(rule == Rule.Min ? shape.Min!.Value - 1 : shape.Max!.Value + 1);
        return shape.Type == "map"
            ? new JsonObject(Enumerable.Range(0, length).Select(i => KeyValuePair.Create($"key{i}", (JsonNode?)values.Value(shape.Value))))
            : new string('!', length);
    }

    private decimal Distance(Shape shape) => shape.Type == "double" ? random.Next(1, 9) / 4m : random.Next(1, 100);

    private static JsonNode Number(Shape shape, decimal value) => shape.Type == "double" ? (value == 0 ? 0.0 : (double)value) : (long)value;

    private string Mismatch(Shape shape)
    {
        var (min, max) = ((int)(shape.Min ?? 0), (int)Math.Min(shape.Max ?? int.MaxValue, int.MaxValue));
        return JavaPattern.Of(shape.Pattern!).TryMismatch(random, min, max) ?? throw new NotSupportedException(
            $"No text of {min} to {max} characters was found that breaks {shape.Pattern}. "
                + $"Teach {nameof(JavaPattern)} to make one, or {nameof(Place)} that there is none.");
    }

    private string Unknown(IReadOnlyList<string> allowed)
    {
        var text = allowed[random.Next(allowed.Count)];
        var near = random.Next(3) switch { 0 => text + "x", 1 => text[..^1], _ => "!" + text };
        return allowed.Contains(near) ? "unknown" : near;
    }

    private void Put(Place place, JsonObject members, JsonNode value)
    {
        var parent = Parent(place, members);
        switch (place.Last)
        {
            case { Kind: StepKind.Member, Member: { } member }:
                parent[member.Name] = value;
                break;
            case { Kind: StepKind.Item }:
                parent[random.Next(parent.AsArray().Count)] = value;
                break;
            case { Kind: StepKind.Value }:
                parent[AnyKey(parent)] = value;
                break;
            default:
                var key = AnyKey(parent);
                var entry = parent[key]!.DeepClone();
                parent.AsObject().Remove(key);
                parent[value.GetValue<string>()] = entry;
                break;
        }
    }

    /// <summary>The structure, list or map that holds the place.</summary>
    private JsonNode Parent(Place place, JsonObject members) => place.Path.SkipLast(1).Aggregate((JsonNode)members, (at, step) => step switch
    {
        { Kind: StepKind.Member, Member: { } member } => at[member.Name]!,
        { Kind: StepKind.Item } => at[random.Next(at.AsArray().Count)]!,
        _ => at[AnyKey(at)]!,
    });

    private string AnyKey(JsonNode map) => map.AsObject().ElementAt(random.Next(map.AsObject().Count)).Key;
}
