using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols.Query;

/// <summary>Values from the parameters of a form.</summary>
internal sealed class FormShapeReader(FormNode root) : IShapeReader
{
    private static readonly FormNode Nothing = new();

    private readonly Stack<IEnumerator<KeyValuePair<string, FormNode>>> open = new();
    private readonly Stack<MapNames> maps = new();
    private FormNode current = root;

    public bool TryReadNull() => false;

    public bool ReadBoolean() => Text().ReadBoolean();

    public int ReadInteger() => Text().ReadInteger();

    public long ReadLong() => Text().ReadLong();

    public double ReadDouble() => Text().ReadDouble();

    public string ReadString() => Text().ReadString();

    public ReadOnlyMemory<byte> ReadBlob() => Text().ReadBlob();

    public DateTimeOffset ReadTimestamp(TimestampFormat? format) => Text().ReadTimestamp(format);

    public void BeginStructure() => open.Push(current.Children.GetEnumerator());

    public int NextMember(IStructureSchema schema)
    {
        while (Step())
        {
            var members = schema.BodyMembers;
            for (var i = 0; i < members.Length; i++)
            {
                if (members[i].XmlName == open.Peek().Current.Key) return i;
            }
        }
        open.Pop();
        return -1;
    }

    public void BeginList(ListNames names) => Open(!names.IsFlattened ? Child(names.Item).Numbered : current.Value is { Length: > 0 } && current.Children.Count == 0 ? [current] : current.Numbered);

    public bool NextItem() => Step() || Close();

    public void BeginMap(MapNames names)
    {
        maps.Push(names);
        Open((names.IsFlattened ? current : Child("entry")).Numbered);
    }

    public string? NextKey()
    {
        if (!NextItem())
        {
            maps.Pop();
            return null;
        }

        var names = maps.Peek();
        var key = Child(names.Key).Value ?? throw new SerializationException("An entry of a map has no key.");
        current = Child(names.Value);
        return key;
    }

    private void Open(IEnumerable<FormNode> items) => open.Push(items.Select(item => KeyValuePair.Create("", item)).GetEnumerator());

    private bool Step()
    {
        if (!open.Peek().MoveNext()) return false;
        current = open.Peek().Current.Value;
        return true;
    }

    private bool Close()
    {
        open.Pop();
        return false;
    }

    private FormNode Child(string name) => current.Children.GetValueOrDefault(name) ?? Nothing;

    private TextShapeReader Text() => current.Value is { } text
        ? new TextShapeReader(text, TimestampFormat.DateTime)
        : throw new SerializationException("Start of structure, list or map found where not expected.");
}
