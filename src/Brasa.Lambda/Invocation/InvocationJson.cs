using System.Text.Json.Serialization;

namespace Brasa.Lambda.Invocation;

/// <summary>An error as functions and the platform put it into a payload.</summary>
internal sealed record ErrorPayload(
    [property: JsonPropertyName("errorType")] string ErrorType,
    [property: JsonPropertyName("errorMessage")] string ErrorMessage);

[JsonSerializable(typeof(ErrorPayload))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class InvocationJson : JsonSerializerContext;
