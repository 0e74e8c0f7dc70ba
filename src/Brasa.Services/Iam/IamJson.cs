using System.Text.Json.Serialization;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.ManagedPolicies;

namespace Brasa.Services.Iam;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IamUser))]
[JsonSerializable(typeof(IamRole))]
[JsonSerializable(typeof(IamGroup))]
[JsonSerializable(typeof(IamPolicy))]
[JsonSerializable(typeof(IamRoot))]
internal sealed partial class IamJson : JsonSerializerContext;
