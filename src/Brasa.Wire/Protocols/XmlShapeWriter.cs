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
        xml.WriteElementString(next, Legal(value));
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
        xml.WriteElementString("key", Legal(key));
        next = "value";
    }

    public void EndMap() => End();

    /// <summary>A text as XML can hold it: in place of other characters stands U+FFFD.</summary>
    public static string Legal(string text)
    {
        var wrong = 0;
        while (wrong < text.Length && XmlConvert.IsXmlChar(text[wrong])) wrong++;
        if (wrong == text.Length) return text;

        return string.Create(text.Length, text, static (legal, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
                legal[i] = isPair || XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD';
                if (isPair) legal[++i] = text[i];
            }
        });
    }

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
