using System.Text.Json;

namespace Brasa.Core.Events;

/// <summary>What a pattern says of one value: one of its conditions has to hold.</summary>
public sealed class ValuePattern : EventPattern
{
    private readonly IReadOnlyList<Func<JsonElement?, bool>> conditions;

    private ValuePattern(IReadOnlyList<Func<JsonElement?, bool>> conditions) => this.conditions = conditions;

    /// <inheritdoc />
    public override bool Matches(JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0) return list.EnumerateArray().Any(one => Matches(one));

        // An object, or an empty list, is no value: conditions are about those at the leaves of events.
        var leaf = value is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } ? null : value;
        return conditions.Any(condition => condition(leaf));
    }

    /// <param name="pattern">A list of values and conditions.</param>
    /// <param name="field">The field that it is about.</param>
    /// <exception cref="FormatException">It is no pattern.</exception>
    internal static ValuePattern Read(JsonElement pattern, string field)
    {
        if (pattern.GetArrayLength() == 0) throw new FormatException($"The list of \"{field}\" is empty.");
        return new ValuePattern([.. pattern.EnumerateArray().Select(entry => ReadEntry(entry, field))]);
    }

    private static Func<JsonElement?, bool> ReadEntry(JsonElement entry, string field)
    {
        if (entry.ValueKind == JsonValueKind.Array) throw new FormatException($"The list of \"{field}\" has a list in it.");
        if (entry.ValueKind != JsonValueKind.Object) return EqualTo(entry);
        if (entry.EnumerateObject().ToArray() is not [var condition]) throw new FormatException($"A condition of \"{field}\" does not have exactly one operator.");
        return condition.Name switch
        {
            "exists" => Exists(condition.Value, field),
            "prefix" => Text(condition.Value, field, static (value, wanted) => value.StartsWith(wanted, StringComparison.Ordinal)),
            "suffix" => Text(condition.Value, field, static (value, wanted) => value.EndsWith(wanted, StringComparison.Ordinal)),
            "equals-ignore-case" => Text(condition.Value, field, static (value, wanted) => value.Equals(wanted, StringComparison.OrdinalIgnoreCase)),
            "anything-but" => AnythingBut(condition.Value, field),
            "numeric" => Numeric(condition.Value, field),
            _ => throw new FormatException($"\"{field}\" has the operator \"{condition.Name}\", which is not known."),
        };
    }

    /// <remarks>Numbers are compared as they are written: 300 is not 300.0, as AWS documents for event patterns.</remarks>
    private static Func<JsonElement?, bool> EqualTo(JsonElement wanted)
    {
        var (kind, text) = (wanted.ValueKind, wanted.ValueKind == JsonValueKind.String ? wanted.GetString()! : wanted.GetRawText());
        return value => value is { } known && known.ValueKind == kind && (kind == JsonValueKind.String ? known.ValueEquals(text) : known.GetRawText() == text);
    }

    private static Func<JsonElement?, bool> Exists(JsonElement wanted, string field) => wanted.ValueKind switch
    {
        JsonValueKind.True => static value => value is not null,
        JsonValueKind.False => static value => value is null,
        _ => throw new FormatException($"\"exists\" of \"{field}\" is neither true nor false."),
    };

    private static Func<JsonElement?, bool> Text(JsonElement wanted, string field, Func<string, string, bool> compare)
    {
        if (wanted.ValueKind != JsonValueKind.String) throw new FormatException($"A condition of \"{field}\" asks for a text and has none.");
        var text = wanted.GetString()!;
        return value => value is { ValueKind: JsonValueKind.String } known && compare(known.GetString()!, text);
    }

    private static Func<JsonElement?, bool> AnythingBut(JsonElement unwanted, string field)
    {
        JsonElement[] values = unwanted.ValueKind == JsonValueKind.Array ? [.. unwanted.EnumerateArray()] : [unwanted];
        if (values.Length == 0 || !values.All(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
            throw new FormatException($"\"anything-but\" of \"{field}\" is neither a text nor a number nor a list of them.");
        Func<JsonElement?, bool>[] equal = [.. values.Select(EqualTo)];
        return value => value is not null && !equal.Any(one => one(value));
    }

    private static Func<JsonElement?, bool> Numeric(JsonElement wanted, string field)
    {
        const int OneComparison = 2, TwoComparisons = 4;
        JsonElement[] parts = wanted.ValueKind == JsonValueKind.Array ? [.. wanted.EnumerateArray()] : [];
        if (parts.Length is not (OneComparison or TwoComparisons)) throw new FormatException($"\"numeric\" of \"{field}\" is no list of one or two comparisons.");
        var comparisons = parts.Chunk(OneComparison).Select(pair => Comparison(pair[0], pair[1], field)).ToArray();
        return value => value is { ValueKind: JsonValueKind.Number } known && known.TryGetDouble(out var number) && comparisons.All(holds => holds(number));
    }

    private static Func<double, bool> Comparison(JsonElement comparator, JsonElement operand, string field)
    {
        if (comparator.ValueKind != JsonValueKind.String || operand.ValueKind != JsonValueKind.Number || !operand.TryGetDouble(out var limit))
            throw new FormatException($"\"numeric\" of \"{field}\" is no list of comparators and numbers.");
        return comparator.GetString() switch
        {
            "=" => number => number.Equals(limit),
            "<" => number => number < limit,
            "<=" => number => number <= limit,
            ">" => number => number > limit,
            ">=" => number => number >= limit,
            var unknown => throw new FormatException($"\"numeric\" of \"{field}\" has the comparator \"{unknown}\", which is not known."),
        };
    }
}
