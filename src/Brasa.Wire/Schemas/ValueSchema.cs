using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>What a model says of the values of one shape: how to read, write and check them, in any protocol.</summary>
public abstract class ValueSchema<T>
{
    /// <summary>What values must satisfy, as data.</summary>
    public Constraints Constraints { get; init; } = Constraints.None;

    /// <summary>Whether values, or what they are made of, must not be shown.</summary>
    internal virtual bool IsSensitive => Constraints.IsSensitive;

    /// <summary>Reads one value.</summary>
    public abstract T Read<TReader>(ref TReader reader)
        where TReader : IShapeReader, allows ref struct;

    /// <summary>Writes one value.</summary>
    public abstract void Write(IShapeWriter writer, T value);

    /// <summary>Whether a value satisfies <see cref="Constraints"/>; what it is made of is left to <see cref="ValidateInside"/>.</summary>
    internal virtual bool IsValid(T value) => true;

    /// <summary>The constraints that a value breaks, in AWS's words.</summary>
    internal virtual IEnumerable<string> Broken(T value) => [];

    /// <summary>Checks what a value is made of.</summary>
    internal virtual void ValidateInside(Validator validator, T value)
    {
    }

    /// <summary>A value as messages show it.</summary>
    internal virtual string Show(T value) => value?.ToString() ?? "null";
}
