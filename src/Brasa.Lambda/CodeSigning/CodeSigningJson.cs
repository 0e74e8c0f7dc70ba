using System.Text.Json.Serialization;

namespace Brasa.Lambda.CodeSigning;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SigningConfig))]
internal sealed partial class CodeSigningJson : JsonSerializerContext;
