using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Models;
using Brasa.Contracts.Tests.Patterns;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Makes valid values from the model alone; the same from the same seed.</summary>
internal sealed class SampleValues(Random random, double shareOfOptionals)
{
    /// <summary>The longest value made unless more is asked for, in characters, bytes or items.</summary>
    private const int UsualLength = 40;

    /// <summary>The longest value made only because the model allows no longer one.</summary>
    private const int AffordableLength = 300;

    /// <summary>The longest text of more than one character, where no pattern is asked for.</summary>
    private const int LongestVaried = 10_000;

    private const string HeaderText = "abcXYZ019 -_.:/%+&=?#\"'<>{}[]$";

    private const string AnyText = "abcXYZ019 -_.:/%+&=?#\"\\'<>{}[]$\t\n\u0001é漢\u2028";

    /// <summary>A structure with all that is required, some of what is not, and every one of some places.</summary>
    public JsonObject Structure(Shape structure, params ImmutableArray<Step>[] places) => Structure(structure, places, 0);

    /// <summary>A value of this length in characters, bytes, items or entries, valid but for that; <c>null</c> where there is none.</summary>
    public JsonNode? OfLength(Shape shape, int length) => shape.Type switch
    {
        "string" when shape.Pattern is { } pattern => JavaPattern.Of(pattern).TrySample(random, length),
        "string" when shape.Allowed is null => Text(AnyText, length),
        "blob" => Blob(length),
        "list" => List(shape, length, [], 0),
        "map" => Map(shape, length, [], 0),
        _ => null,
    };

    public JsonNode Value(Shape shape) => Value(shape, [], 0);

    private JsonObject Structure(Shape structure, ImmutableArray<Step>[] places, int depth)
    {
        var value = new JsonObject();
        foreach (var member in structure.Members)
        {
            var inside = Behind(places, depth, step => step.Member == member);
            if (member.IsRequired || inside.Length > 0 || random.NextDouble() < shareOfOptionals)
                value[member.Name] = Carried(member, inside, depth + 1);
        }
        return value;
    }

    /// <summary>A value that its place in the HTTP message can carry.</summary>
    private JsonNode Carried(ShapeMember member, ImmutableArray<Step>[] places, int depth)
    {
        if (member.Location == "statusCode")
            return random.Next(200, 204);
        while (true)
        {
            var value = member is { Location: "header", Shape: { Pattern: null, Texts: null } }
                ? Text(HeaderText, random.Next(1, UsualLength))
                : Value(member.Shape, places, depth);
            if (SampleRequest.CanCarry(member, value))
                return value;
        }
    }

    private JsonNode Value(Shape shape, ImmutableArray<Step>[] places, int depth) => shape.Type switch
    {
        "structure" => Structure(shape, places, depth),
        "list" => List(shape, Length(shape, atLeast: places.Length > 0 ? 1 : 0), places, depth)!,
        "map" => Map(shape, Length(shape, atLeast: places.Length > 0 ? 1 : 0), places, depth) ?? Map(shape, 1, places, depth)!,
        "string" => String(shape),
        "integer" => (int)Whole(shape, int.MinValue, int.MaxValue),
        "long" => Whole(shape, long.MinValue, long.MaxValue),
        "double" => Real(shape),
        "boolean" => random.Next(2) == 0,
        "blob" => Blob(Length(shape, 0)),
        "timestamp" => random.NextInt64(0, 4_000_000_000_000) / 1000.0,
        var other => throw new NotSupportedException($"No values are made of {shape}, a {other}."),
    };

    private JsonArray List(Shape list, int length, ImmutableArray<Step>[] places, int depth)
    {
        var inside = Behind(places, depth, step => step.Kind == StepKind.Item);
        return new JsonArray([.. Enumerable.Range(0, length).Select(_ => Value(list.Item, inside, depth + 1))]);
    }

    /// <summary>A map, or <c>null</c> where the model has not as many keys.</summary>
    private JsonObject? Map(Shape map, int length, ImmutableArray<Step>[] places, int depth)
    {
        if (map.Key.Allowed?.Count < length)
            return null;
        var inside = Behind(places, depth, step => step.Kind == StepKind.Value);
        var value = new JsonObject();
        while (value.Count < length)
            value[Value(map.Key).GetValue<string>()] = Value(map.Value, inside, depth + 1);
        return value;
    }

    private string String(Shape shape)
    {
        if (shape.Texts is { } texts)
            return texts[random.Next(texts.Count)];
        if (shape.Pattern is not { } pattern)
            return Text(AnyText, Length(shape, 0));
        var (min, max) = ((int)(shape.Min ?? 0), (int)(shape.Max ?? int.MaxValue));
        var bound = random.Next(8) switch { 0 => min, 1 when max <= AffordableLength => max, _ => -1 };
        return (bound < 0 ? null : JavaPattern.Of(pattern).TrySample(random, bound)) ?? JavaPattern.Of(pattern).Sample(random, min, max);
    }

    private int Length(Shape shape, int atLeast)
    {
        var min = Math.Max(atLeast, (int)(shape.Min ?? 0));
        var max = (int)(shape.Max ?? int.MaxValue);
        var usual = shape.Type is "list" or "map" ? 2 : UsualLength;
        return random.Next(8) switch
        {
            0 => min,
            1 when max <= AffordableLength => max,
            _ => random.Next(min, Math.Min(max, min + usual) + 1),
        };
    }

    private long Whole(Shape shape, long least, long greatest)
    {
        var (min, max) = ((long)(shape.Min ?? least), (long)(shape.Max ?? greatest));
        return random.Next(4) switch { 0 => min, 1 => max, _ => random.NextInt64(Math.Max(min, -1000), Math.Min(max, 100_000) + 1) };
    }

    private double Real(Shape shape)
    {
        var (min, max) = ((double)(shape.Min ?? -1000), (double)(shape.Max ?? 1000));
        return random.Next(4) switch { 0 => min, 1 => max, _ => Math.Round(min + random.NextDouble() * (max - min), 3) };
    }

    private string Blob(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private string Text(string alphabet, int length)
    {
        if (length > LongestVaried)
            return new string(alphabet[0], length);
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            // A character outside the basic plane counts as two, as in Java.
            if (alphabet == AnyText && random.Next(20) == 0 && text.Length + 2 <= length)
                text.Append("🔥");
            else
                text.Append(alphabet[random.Next(alphabet.Length)]);
        }
        return text.ToString();
    }

    private static ImmutableArray<Step>[] Behind(ImmutableArray<Step>[] places, int depth, Func<Step, bool> isThere) =>
        [.. places.Where(place => place.Length > depth && isThere(place[depth]))];
}
