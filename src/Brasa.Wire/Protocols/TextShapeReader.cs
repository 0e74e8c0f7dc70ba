using System.Globalization;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>Values from texts: a path's label, a query parameter, a header.</summary>
internal struct TextShapeReader : IShapeReader
{
    private readonly IReadOnlyList<KeyValuePair<string, string>>? entries;
    private readonly TimestampFormat timestampFormat;
    private string current;
    private int next;

    /// <summary>One text.</summary>
    public TextShapeReader(string text, TimestampFormat timestampFormat)
    {
        current = text;
        this.timestampFormat = timestampFormat;
    }

    /// <summary>Several: the items of a list, or the entries of a map; a scalar is the first.</summary>
    public TextShapeReader(IReadOnlyList<KeyValuePair<string, string>> entries, TimestampFormat timestampFormat)
    {
        this.entries = entries;
        this.timestampFormat = timestampFormat;
        current = entries.Count > 0 ? entries[0].Value : "";
    }

    public readonly bool TryReadNull() => false;

    public readonly bool ReadBoolean() => bool.TryParse(current, out var value) ? value : throw Mismatch("a Boolean");

    public readonly int ReadInteger() =>
        int.TryParse(current, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Mismatch("an Integer");

    public readonly long ReadLong() =>
        long.TryParse(current, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Mismatch("a Long");

    public readonly double ReadDouble() =>
        double.TryParse(current, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Mismatch("a Double");

    public readonly string ReadString() => current;

    public readonly ReadOnlyMemory<byte> ReadBlob()
    {
        var bytes = new byte[current.Length];
        return Convert.TryFromBase64String(current, bytes, out var length) ? bytes.AsMemory(0, length) : throw Mismatch("a ByteBuffer");
    }

    public readonly DateTimeOffset ReadTimestamp(TimestampFormat? format) =>
        Timestamps.TryParse(current, format ?? timestampFormat) ?? throw Mismatch("a Timestamp");

    public readonly void BeginStructure() => throw new NotSupportedException("A structure is not bound to a text.");

    public readonly int NextMember(IStructureSchema schema) => throw new NotSupportedException("A structure is not bound to a text.");

    public void BeginList(ListNames names) => next = 0;

    public bool NextItem()
    {
        if (next >= (entries?.Count ?? 1))
            return false;
        current = entries is null ? current : entries[next].Value;
        next++;
        return true;
    }

    public void BeginMap(MapNames names) => next = 0;

    public string? NextKey() => NextItem() ? entries?[next - 1].Key : null;

    private static SerializationException Mismatch(string wanted) => new($"STRING_VALUE can not be converted to {wanted}");
}
