using System.Text.Json.Serialization;

namespace Brasa.Lambda.Functions;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Function))]
[JsonSerializable(typeof(FunctionVersion))]
internal sealed partial class FunctionJson : JsonSerializerContext;
