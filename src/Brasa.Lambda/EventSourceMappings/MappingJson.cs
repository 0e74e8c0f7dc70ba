using System.Text.Json.Serialization;

namespace Brasa.Lambda.EventSourceMappings;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventSourceMapping))]
internal sealed partial class MappingJson : JsonSerializerContext;
