using System.Globalization;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>One value as text, for a header or a status; a list's items with commas between them.</summary>
internal sealed class TextShapeWriter : IShapeWriter
{
    private string? text;

    /// <summary>What has been written; the writer is then empty again.</summary>
    public string Take()
    {
        var taken = text ?? "";
        text = null;
        return taken;
    }

    public void WriteBoolean(bool value) => WriteString(value ? "true" : "false");

    public void WriteLong(long value) => WriteString(value.ToString(CultureInfo.InvariantCulture));

    public void WriteDouble(double value) => WriteString(value.ToString(CultureInfo.InvariantCulture));

    public void WriteString(string value) => text = text is null ? value : $"{text},{value}";

    public void WriteBlob(ReadOnlySpan<byte> value) => WriteString(Convert.ToBase64String(value));

    public void WriteTimestamp(DateTimeOffset value, TimestampFormat? format) =>
        WriteString(Timestamps.Format(value, format ?? TimestampFormat.HttpDate));

    public void BeginList(ListNames names)
    {
    }

    public void EndList()
    {
    }

    public void BeginStructure() => throw NotBound();

    public void BeginMember(MemberSchema member) => throw NotBound();

    public void EndStructure() => throw NotBound();

    public void BeginMap(MapNames names) => throw NotBound();

    public void BeginEntry(string key) => throw NotBound();

    public void EndMap() => throw NotBound();

    private static NotSupportedException NotBound() => new("Neither structures nor maps are bound to a text.");
}
