using System.Text.Json.Nodes;
using Brasa.Wire.Schemas;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Hands one value to a schema with no protocol between.</summary>
internal sealed class JsonNodeReader(JsonNode value) : IShapeReader
{
    private readonly Stack<IEnumerator<KeyValuePair<string, JsonNode?>>> open = new();
    private JsonNode? current = value;

    public bool TryReadNull() => current is null;

    public bool ReadBoolean() => current!.GetValue<bool>();

    public int ReadInteger() => current!.GetValue<int>();

    public long ReadLong() => current!.GetValue<long>();

    public double ReadDouble() => current!.GetValue<double>();

    public string ReadString() => current!.GetValue<string>();

    public ReadOnlyMemory<byte> ReadBlob() => Convert.FromBase64String(ReadString());

    public DateTimeOffset ReadTimestamp(TimestampFormat? format) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(ReadDouble() * 1000));

    public void BeginStructure() => open.Push(current!.AsObject().GetEnumerator());

    public int NextMember(IStructureSchema schema)
    {
        if (NextKey() is not { } name)
            return -1;
        var members = schema.BodyMembers;
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].Name == name)
                return i;
        }
        throw new KeyNotFoundException($"{schema.Name} has no {name}.");
    }

    public void BeginList(ListNames names) => open.Push(current!.AsArray().Select(item => KeyValuePair.Create("", item)).GetEnumerator());

    public bool NextItem() => NextKey() is not null;

    public void BeginMap(MapNames names) => BeginStructure();

    public string? NextKey()
    {
        if (open.Peek().MoveNext())
        {
            current = open.Peek().Current.Value;
            return open.Peek().Current.Key;
        }
        open.Pop().Dispose();
        return null;
    }
}
