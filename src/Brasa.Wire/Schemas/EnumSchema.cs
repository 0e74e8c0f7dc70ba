using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A string that the model knows the values of; one it does not know is kept as it came.</summary>
public interface IStringEnum<TSelf>
    where TSelf : struct, IStringEnum<TSelf>
{
    /// <summary>The text on the wire.</summary>
    string Value { get; }

    /// <summary>The enumeration value spelled <paramref name="value"/>.</summary>
    static abstract TSelf From(string value);
}

/// <summary>An enumeration of strings.</summary>
public sealed class EnumSchema<T> : ValueSchema<T>
    where T : struct, IStringEnum<T>
{
    /// <inheritdoc />
    public override T Read<TReader>(ref TReader reader) => T.From(reader.ReadString());

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, T value) => writer.WriteString(value.Value);

    /// <inheritdoc />
    public override void Validate(Validator validator, T value) => validator.CheckText(Constraints, value.Value);
}
