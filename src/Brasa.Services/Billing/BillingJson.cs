using System.Text.Json.Serialization;

namespace Brasa.Services.Billing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(BudgetAlert))]
internal sealed partial class BillingJson : JsonSerializerContext;
