using System.Text.Json.Serialization;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.MoveTasks;

namespace Brasa.Services.Sqs;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueueDefinition))]
[JsonSerializable(typeof(MoveTask))]
internal sealed partial class SqsJson : JsonSerializerContext;
