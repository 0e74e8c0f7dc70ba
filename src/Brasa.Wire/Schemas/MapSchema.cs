using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A map from strings. Entries whose value is null are dropped.</summary>
public sealed class MapSchema<T>(Constraints keys, ValueSchema<T> value) : ValueSchema<IReadOnlyDictionary<string, T>>
{
    /// <summary>What every key must satisfy.</summary>
    public Constraints Keys { get; } = keys;

    /// <summary>The schema of its values.</summary>
    public ValueSchema<T> Value { get; } = value;

    /// <summary>How it stands in forms and in XML.</summary>
    public MapNames Names { get; init; } = MapNames.Usual;

    /// <inheritdoc />
    public override IReadOnlyDictionary<string, T> Read<TReader>(ref TReader reader)
    {
        var entries = new Dictionary<string, T>(StringComparer.Ordinal);
        reader.BeginMap(Names);
        while (reader.NextKey() is { } key)
        {
            if (!reader.TryReadNull())
                entries[key] = Value.Read(ref reader);
        }
        return entries;
    }

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, IReadOnlyDictionary<string, T> value)
    {
        writer.BeginMap(Names);
        foreach (var (key, item) in value)
        {
            writer.BeginEntry(key);
            Value.Write(writer, item);
        }
        writer.EndMap();
    }

    internal override bool IsSensitive => Constraints.IsSensitive || Keys.IsSensitive || Value.IsSensitive;

    internal override bool IsValid(IReadOnlyDictionary<string, T> value) => Constraints.AllowsLength(value.Count);

    internal override IEnumerable<string> Broken(IReadOnlyDictionary<string, T> value) => Constraints.BrokenByLength(value.Count);

    internal override void ValidateInside(Validator validator, IReadOnlyDictionary<string, T> value) => validator.CheckEntries(this, value);

    internal override string Show(IReadOnlyDictionary<string, T> value) =>
        $"{{{string.Join(", ", value.Select(entry => $"{entry.Key}={Value.Show(entry.Value)}"))}}}";
}
