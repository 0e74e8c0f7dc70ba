using System.Globalization;
using System.Xml;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>Values as XML elements.</summary>
/// <param name="xml">Where they go.</param>
/// <param name="root">The name of the outermost value's element.</param>
internal sealed class XmlShapeWriter(XmlWriter xml, string root) : IShapeWriter
{
    private readonly Stack<Place> open = new();
    private string next = root;

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

    public void BeginStructure() => Begin(new Place(HasElement: true));

    public void BeginMember(MemberSchema member) => next = member.XmlName;

    public void EndStructure() => End();

    public void BeginList(ListNames names)
    {
        var item = names.IsFlattened ? next : names.Item;
        Begin(new Place(HasElement: !names.IsFlattened, Item: item));
        next = item;
    }

    public void EndList() => End();

    public void BeginMap(MapNames names) => Begin(new Place(HasElement: !names.IsFlattened, Entry: names.IsFlattened ? next : "entry", Map: names));

    public void BeginEntry(string key)
    {
        var map = open.Peek();
        xml.WriteStartElement(map.Entry!);
        xml.WriteElementString(map.Map!.Key, Legal(key));
        next = map.Map.Value;
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

    private void Begin(Place place)
    {
        if (place.HasElement) xml.WriteStartElement(next);
        open.Push(place);
    }

    private void End()
    {
        if (open.Pop().HasElement) xml.WriteEndElement();
        EndValue();
    }

    /// <summary>A value is whole: where it was an entry's, so is the entry; where it was an item, another may follow.</summary>
    private void EndValue()
    {
        if (!open.TryPeek(out var around)) return;
        if (around.Map is not null) xml.WriteEndElement();
        if (around.Item is not null) next = around.Item;
    }

    /// <summary>What is open.</summary>
    /// <param name="HasElement">Whether it has an element of its own.</param>
    /// <param name="Item">A list: the name of its items.</param>
    /// <param name="Entry">A map: the name of its entries.</param>
    /// <param name="Map">A map: the names inside its entries.</param>
    private readonly record struct Place(bool HasElement, string? Item = null, string? Entry = null, MapNames? Map = null);
}
