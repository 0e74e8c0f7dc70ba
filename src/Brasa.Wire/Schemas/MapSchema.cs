using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A map from strings. Entries whose value is null are dropped.</summary>
public sealed class MapSchema<T>(Constraints keys, ValueSchema<T> value) : ValueSchema<IReadOnlyDictionary<string, T>>
{
    /// <summary>What every key must satisfy.</summary>
    public Constraints Keys { get; } = keys;

    /// <summary>The schema of its values.</summary>
    public ValueSchema<T> Value { get; } = value;

    /// <inheritdoc />
    public override IReadOnlyDictionary<string, T> Read<TReader>(ref TReader reader)
    {
        var entries = new Dictionary<string, T>(StringComparer.Ordinal);
        reader.BeginMap();
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
        writer.BeginMap();
        foreach (var (key, item) in value)
        {
            writer.BeginEntry(key);
            Value.Write(writer, item);
        }
        writer.EndMap();
    }

    /// <inheritdoc />
    public override void Validate(Validator validator, IReadOnlyDictionary<string, T> value) => validator.CheckMap(this, value);
}
