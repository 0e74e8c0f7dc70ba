using System.Globalization;

namespace Brasa.Wire.Schemas;

/// <summary>A boolean.</summary>
public sealed class BooleanSchema : ValueSchema<bool>
{
    /// <inheritdoc />
    public override bool Read<TReader>(ref TReader reader) => reader.ReadBoolean();

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, bool value) => writer.WriteBoolean(value);
}

/// <summary>A 32-bit integer.</summary>
public sealed class IntegerSchema : ValueSchema<int>
{
    /// <inheritdoc />
    public override int Read<TReader>(ref TReader reader) => reader.ReadInteger();

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, int value) => writer.WriteLong(value);

    internal override bool IsValid(int value) => Constraints.AllowsNumber(value);

    internal override IEnumerable<string> Broken(int value) => Constraints.BrokenByNumber(value);
}

/// <summary>A 64-bit integer.</summary>
public sealed class LongSchema : ValueSchema<long>
{
    /// <inheritdoc />
    public override long Read<TReader>(ref TReader reader) => reader.ReadLong();

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, long value) => writer.WriteLong(value);

    internal override bool IsValid(long value) => Constraints.AllowsNumber(value);

    internal override IEnumerable<string> Broken(long value) => Constraints.BrokenByNumber(value);
}

/// <summary>A floating-point number.</summary>
public sealed class DoubleSchema : ValueSchema<double>
{
    /// <inheritdoc />
    public override double Read<TReader>(ref TReader reader) => reader.ReadDouble();

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, double value) => writer.WriteDouble(value);

    internal override bool IsValid(double value) => Constraints.AllowsNumber(value);

    internal override IEnumerable<string> Broken(double value) => Constraints.BrokenByNumber(value);

    /// <remarks>As Java prints it: two is <c>2.0</c>.</remarks>
    internal override string Show(double value) =>
        value.ToString(double.IsInteger(value) ? "0.0" : "R", CultureInfo.InvariantCulture);
}

/// <summary>Bytes.</summary>
public sealed class BlobSchema : ValueSchema<ReadOnlyMemory<byte>>
{
    /// <summary>Whether the model lets the bytes be consumed as they arrive.</summary>
    public bool IsStreaming { get; init; }

    /// <inheritdoc />
    public override ReadOnlyMemory<byte> Read<TReader>(ref TReader reader) => reader.ReadBlob();

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, ReadOnlyMemory<byte> value) => writer.WriteBlob(value.Span);

    internal override bool IsValid(ReadOnlyMemory<byte> value) => Constraints.AllowsLength(value.Length);

    internal override IEnumerable<string> Broken(ReadOnlyMemory<byte> value) => Constraints.BrokenByLength(value.Length);

    internal override string Show(ReadOnlyMemory<byte> value) => $"{value.Length} bytes";
}

/// <summary>A point in time.</summary>
public sealed class TimestampSchema : ValueSchema<DateTimeOffset>
{
    /// <summary>The form the model asks for, or <c>null</c> for the protocol's own.</summary>
    public TimestampFormat? Format { get; init; }

    /// <inheritdoc />
    public override DateTimeOffset Read<TReader>(ref TReader reader) => reader.ReadTimestamp(Format);

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, DateTimeOffset value) => writer.WriteTimestamp(value, Format);
}

/// <summary>A string.</summary>
public sealed class StringSchema : ValueSchema<string>
{
    /// <inheritdoc />
    public override string Read<TReader>(ref TReader reader) => reader.ReadString();

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, string value) => writer.WriteString(value);

    internal override bool IsValid(string value) => Constraints.AllowsText(value);

    internal override IEnumerable<string> Broken(string value) => Constraints.BrokenByText(value);
}
