using System.Text.Json.Serialization;
using Brasa.Services.Logs.Groups;
using Brasa.Services.Logs.QueryDefinitions;
using Brasa.Services.Logs.ResourcePolicies;

namespace Brasa.Services.Logs;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredGroup))]
[JsonSerializable(typeof(StoredPolicy))]
[JsonSerializable(typeof(StoredQuery))]
internal sealed partial class LogsJson : JsonSerializerContext;
