using System.Text.Json;
using System.Text.Json.Serialization;

namespace Brasa.Lambda.Asynchronous;

/// <summary>What is stored of an event beside its payload. Immutable.</summary>
internal sealed record StoredEvent
{
    /// <summary>The request that brought it; the same at each attempt.</summary>
    [JsonPropertyName("id")]
    public required string RequestId { get; init; }

    /// <summary>The version or alias that was asked for; <c>null</c> for none.</summary>
    [JsonPropertyName("qualifier")]
    public string? Qualifier { get; init; }

    /// <summary>The <c>X-Amzn-Trace-Id</c> of its invocations.</summary>
    [JsonPropertyName("trace")]
    public required string TraceId { get; init; }

    /// <summary>Whose it is, where the function isolates tenants.</summary>
    [JsonPropertyName("tenant")]
    public string? Tenant { get; init; }

    [JsonPropertyName("accepted")]
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it is to be tried next.</summary>
    [JsonPropertyName("due")]
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often the function has had it.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StoredEventJson.Default.StoredEvent);

    /// <exception cref="InvalidDataException">It is no event.</exception>
    public static StoredEvent Parse(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, StoredEventJson.Default.StoredEvent) ?? throw new InvalidDataException("A stored event is empty.");
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredEvent))]
internal sealed partial class StoredEventJson : JsonSerializerContext;
