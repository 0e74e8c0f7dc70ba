using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols;

/// <summary>Values as JSON.</summary>
internal sealed class JsonShapeWriter(IBufferWriter<byte> output) : IShapeWriter, IDisposable
{
    // Documents are sent as application/json and never pasted into HTML: only what JSON itself asks for is escaped, as AWS does.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter writer = new(output, Options);

    public void WriteBoolean(bool value) => writer.WriteBooleanValue(value);

    public void WriteLong(long value) => writer.WriteNumberValue(value);

    public void WriteDouble(double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    public void WriteString(string value) => writer.WriteStringValue(value);

    public void WriteBlob(ReadOnlySpan<byte> value) => writer.WriteBase64StringValue(value);

    public void WriteTimestamp(DateTimeOffset value, TimestampFormat? format)
    {
        if (format is { } text and not TimestampFormat.EpochSeconds)
            writer.WriteStringValue(Timestamps.Format(value, text));
        else
            writer.WriteNumberValue(Timestamps.ToEpochSeconds(value));
    }

    public void BeginStructure() => writer.WriteStartObject();

    public void BeginMember(MemberSchema member) => writer.WritePropertyName(member.JsonName);

    public void EndStructure() => writer.WriteEndObject();

    public void BeginList(ListNames names) => writer.WriteStartArray();

    public void EndList() => writer.WriteEndArray();

    public void BeginMap(MapNames names) => writer.WriteStartObject();

    public void BeginEntry(string key) => writer.WritePropertyName(key);

    public void EndMap() => writer.WriteEndObject();

    /// <summary>Hands everything written to the output.</summary>
    public void Flush() => writer.Flush();

    public void Dispose() => writer.Dispose();
}
