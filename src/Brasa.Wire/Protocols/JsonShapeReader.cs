using System.Text.Json;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>Values from JSON, straight from its bytes. Broken JSON is a <see cref="JsonException"/>; the wrong kind of value a
/// <see cref="SerializationException"/> in AWS's words.</summary>
internal ref struct JsonShapeReader(ReadOnlySpan<byte> json) : IShapeReader
{
    /// <summary>Deeper than any model; a deeper document is broken.</summary>
    private const int MaxDepth = 64;

    private Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>Whether the current token has been looked at and not yet taken.</summary>
    private bool isPending;

    public bool TryReadNull()
    {
        Take();
        isPending = reader.TokenType != JsonTokenType.Null;
        return !isPending;
    }

    public bool ReadBoolean()
    {
        Take();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Mismatch("a Boolean"),
        };
    }

    public int ReadInteger()
    {
        Take();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : throw Mismatch("an Integer");
    }

    public long ReadLong()
    {
        Take();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : throw Mismatch("a Long");
    }

    public double ReadDouble()
    {
        Take();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : throw Mismatch("a Double");
    }

    public string ReadString()
    {
        Take();
        return reader.TokenType == JsonTokenType.String ? Text() : throw Mismatch("a String");
    }

    public ReadOnlyMemory<byte> ReadBlob()
    {
        Take();
        if (reader.TokenType != JsonTokenType.String)
            throw Mismatch("a ByteBuffer");
        return reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw new SerializationException("Blob is not valid base64");
    }

    public DateTimeOffset ReadTimestamp(TimestampFormat? format)
    {
        Take();
        if (reader.TokenType == JsonTokenType.Number && Timestamps.FromEpochSeconds(reader.GetDouble()) is { } time)
            return time;
        if (reader.TokenType == JsonTokenType.String && format is { } text && Timestamps.TryParse(Text(), text) is { } parsed)
            return parsed;
        throw Mismatch("a Timestamp");
    }

    public void BeginStructure() => Open(JsonTokenType.StartObject, "Expected structure or null");

    public int NextMember(IStructureSchema schema)
    {
        while (Step() == JsonTokenType.PropertyName)
        {
            var members = schema.BodyMembers;
            for (var i = 0; i < members.Length; i++)
            {
                if (reader.ValueTextEquals(members[i].JsonName.EncodedUtf8Bytes))
                    return i;
            }
            reader.Skip();
        }
        return -1;
    }

    public void BeginList(ListNames names) => Open(JsonTokenType.StartArray, "Expected list or null");

    public bool NextItem() => isPending = Step() != JsonTokenType.EndArray;

    public void BeginMap(MapNames names) => Open(JsonTokenType.StartObject, "Expected map or null");

    public string? NextKey() => Step() == JsonTokenType.PropertyName ? Text() : null;

    /// <summary>Checks that nothing but white space follows.</summary>
    public void End() => reader.Read();

    private JsonTokenType Step()
    {
        reader.Read();
        return reader.TokenType;
    }

    private void Take()
    {
        if (!isPending)
            reader.Read();
        isPending = false;
    }

    private void Open(JsonTokenType kind, string expectation)
    {
        Take();
        if (reader.TokenType != kind)
            throw new SerializationException(expectation);
    }

    private readonly string Text()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException invalid)
        {
            throw new JsonException("A string is not valid UTF-8.", invalid);
        }
    }

    private readonly SerializationException Mismatch(string wanted) => new(reader.TokenType switch
    {
        JsonTokenType.StartObject => "Start of structure or map found where not expected.",
        JsonTokenType.StartArray => "Start of list found where not expected",
        JsonTokenType.String => $"STRING_VALUE can not be converted to {wanted}",
        JsonTokenType.Number => $"NUMBER_VALUE can not be converted to {wanted}",
        JsonTokenType.True => $"TRUE_VALUE can not be converted to {wanted}",
        JsonTokenType.False => $"FALSE_VALUE can not be converted to {wanted}",
        _ => $"NULL_VALUE can not be converted to {wanted}",
    });
}
