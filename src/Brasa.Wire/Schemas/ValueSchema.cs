using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>What a model says of the values of one shape: how to read, write and check them, in any protocol.</summary>
public abstract class ValueSchema<T>
{
    /// <summary>What values must satisfy, as data.</summary>
    public Constraints Constraints { get; init; } = Constraints.None;

    /// <summary>Reads one value.</summary>
    public abstract T Read<TReader>(ref TReader reader)
        where TReader : IShapeReader, allows ref struct;

    /// <summary>Writes one value.</summary>
    public abstract void Write(IShapeWriter writer, T value);

    /// <summary>Reports to <paramref name="validator"/> whatever constraint the value breaks.</summary>
    public virtual void Validate(Validator validator, T value)
    {
    }
}
