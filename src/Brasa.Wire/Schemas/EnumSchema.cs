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

    internal override bool IsValid(T value) => Constraints.AllowsText(value.Value);

    internal override IEnumerable<string> Broken(T value) => Constraints.BrokenByText(value.Value);

    internal override string Show(T value) => value.Value;
}
