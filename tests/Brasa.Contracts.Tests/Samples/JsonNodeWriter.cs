using System.Text.Json.Nodes;
using Brasa.Wire.Schemas;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Turns one value back into the JSON that <see cref="SampleValues"/> made it from.</summary>
internal sealed class JsonNodeWriter : IShapeWriter
{
    private readonly Stack<(JsonNode Parent, string? Name)> open = new();
    private string? name;

    public JsonNode? Result { get; private set; }

    public void WriteBoolean(bool value) => Put(value);

    public void WriteLong(long value) => Put(value);

    public void WriteDouble(double value) => Put(value);

    public void WriteString(string value) => Put(value);

    public void WriteBlob(ReadOnlySpan<byte> value) => Put(Convert.ToBase64String(value));

    public void WriteTimestamp(DateTimeOffset value, TimestampFormat? format) => Put(value.ToUnixTimeMilliseconds() / 1000.0);

    public void BeginStructure() => Open(new JsonObject());

    public void BeginMember(MemberSchema member) => name = member.Name;

    public void EndStructure() => Close();

    public void BeginList(ListNames names) => Open(new JsonArray());

    public void EndList() => Close();

    public void BeginMap(MapNames names) => Open(new JsonObject());

    public void BeginEntry(string key) => name = key;

    public void EndMap() => Close();

    private void Open(JsonNode node)
    {
        open.Push((node, name));
        name = null;
    }

    private void Close()
    {
        var (node, itsName) = open.Pop();
        name = itsName;
        Put(node);
    }

    private void Put(JsonNode node)
    {
        if (!open.TryPeek(out var top))
            Result = node;
        else if (top.Parent is JsonArray array)
            array.Add(node);
        else
            top.Parent.AsObject()[name!] = node;
    }
}
