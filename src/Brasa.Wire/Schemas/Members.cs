using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A member that holds a reference: a string, list, map or structure.</summary>
public sealed class ReferenceMember<T, TValue>(string name, ValueSchema<TValue> schema, Func<T, TValue?> get, Action<T, TValue>? set)
    : MemberSchema<T>(name)
    where T : class
    where TValue : class
{
    /// <summary>The schema of its value.</summary>
    public ValueSchema<TValue> Schema { get; } = schema;

    /// <inheritdoc />
    public override bool IsPresent(T owner) => get(owner) is not null;

    internal override IStructureSchema? Items => (Schema as IListSchema)?.Items;

    internal override object? ReadReference(object owner) => get((T)owner);

    /// <inheritdoc />
    public override void Read<TReader>(T owner, ref TReader reader)
    {
        if (!reader.TryReadNull())
            set!(owner, Schema.Read(ref reader));
    }

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, T owner) => Schema.Write(writer, get(owner)!);

    internal override void Accept(IStructureVisitor visitor, T owner)
    {
        if (Schema is StructureSchema<TValue> structure)
            visitor.Visit(structure, get(owner)!);
    }

    /// <inheritdoc />
    public override void Validate(Validator validator, T owner)
    {
        if (get(owner) is { } value)
            validator.CheckMember(this, Schema, value);
        else
            validator.CheckMissing(this);
    }
}

/// <summary>A member that holds a value: a number, boolean, enumeration, point in time or bytes.</summary>
public sealed class ValueMember<T, TValue>(string name, ValueSchema<TValue> schema, Func<T, TValue?> get, Action<T, TValue>? set)
    : MemberSchema<T>(name)
    where T : class
    where TValue : struct
{
    /// <summary>The schema of its value.</summary>
    public ValueSchema<TValue> Schema { get; } = schema;

    /// <summary>The value in <paramref name="owner"/>, or <c>null</c> where it is absent.</summary>
    public TValue? Get(T owner) => get(owner);

    /// <summary>Puts a value into <paramref name="owner"/>.</summary>
    public void Set(T owner, TValue value) => set!(owner, value);

    /// <inheritdoc />
    public override bool IsPresent(T owner) => get(owner).HasValue;

    /// <inheritdoc />
    public override void Read<TReader>(T owner, ref TReader reader)
    {
        if (!reader.TryReadNull())
            set!(owner, Schema.Read(ref reader));
    }

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, T owner) => Schema.Write(writer, get(owner)!.Value);

    /// <inheritdoc />
    public override void Validate(Validator validator, T owner)
    {
        if (get(owner) is { } value)
            validator.CheckMember(this, Schema, value);
        else
            validator.CheckMissing(this);
    }
}
