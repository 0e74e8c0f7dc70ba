using System.Globalization;
using System.Xml;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>Values as XML elements.</summary>
/// <param name="xml">Where they go.</param>
/// <param name="root">The name of the outermost value's element.</param>
internal sealed class XmlShapeWriter(XmlWriter xml, string root) : IShapeWriter
{
    private readonly Stack<Kind> open = new();
    private string next = root;

    private enum Kind
    {
        Structure,
        List,
        Map,
    }

    public void WriteBoolean(bool value) => WriteString(value ? "true" : "false");

    public void WriteLong(long value) => WriteString(value.ToString(CultureInfo.InvariantCulture));

    public void WriteDouble(double value) => WriteString(value.ToString(CultureInfo.InvariantCulture));

    public void WriteString(string value)
    {
        xml.WriteElementString(next, value);
        EndValue();
    }

    public void WriteBlob(ReadOnlySpan<byte> value) => WriteString(Convert.ToBase64String(value));

    public void WriteTimestamp(DateTimeOffset value, TimestampFormat? format) => WriteString(Timestamps.Format(value, format ?? TimestampFormat.DateTime));

    public void BeginStructure() => Begin(Kind.Structure);

    public void BeginMember(MemberSchema member) => next = member.WireName;

    public void EndStructure() => End();

    public void BeginList()
    {
        Begin(Kind.List);
        next = "member";
    }

    public void EndList() => End();

    public void BeginMap() => Begin(Kind.Map);

    public void BeginEntry(string key)
    {
        xml.WriteStartElement("entry");
        xml.WriteElementString("key", key);
        next = "value";
    }

    public void EndMap() => End();

    private void Begin(Kind kind)
    {
        xml.WriteStartElement(next);
        open.Push(kind);
    }

    private void End()
    {
        xml.WriteEndElement();
        open.Pop();
        EndValue();
    }

    /// <summary>A value is whole: where it was an entry's, so is the entry; where it was an item, another may follow.</summary>
    private void EndValue()
    {
        if (!open.TryPeek(out var around)) return;
        if (around == Kind.Map) xml.WriteEndElement();
        if (around == Kind.List) next = "member";
    }
}
