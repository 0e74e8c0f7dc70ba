using System.Text.Json;
using System.Text.Json.Serialization;

namespace Brasa.Conformance.Tests.Support;

/// <summary>Bytes on their way through JSON lines: <c>{"$bytes": base64}</c>.</summary>
internal sealed class Bytes : JsonConverter<byte[]>
{
    public const string Mark = "$bytes";

    public static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new Bytes() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteBase64String(Mark, value);
        writer.WriteEndObject();
    }
}
