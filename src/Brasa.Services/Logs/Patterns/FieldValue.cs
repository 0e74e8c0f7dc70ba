namespace Brasa.Services.Logs.Patterns;

/// <summary>A field of a message.</summary>
/// <param name="text">UTF-8.</param>
/// <param name="mayBeNumber">Whether it is a number where it looks like one; a JSON string never is.</param>
internal readonly ref struct FieldValue(ReadOnlySpan<byte> text, bool mayBeNumber)
{
    public ReadOnlySpan<byte> Text { get; } = text;

    public bool TryGetNumber(out PatternNumber number)
    {
        number = default;
        return mayBeNumber && PatternNumber.TryRead(Text, out number);
    }
}
