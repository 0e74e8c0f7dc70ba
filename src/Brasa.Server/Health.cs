using System.Text.Json.Serialization;
using Brasa.Lambda.Environments;

namespace Brasa.Server;

/// <summary>What <c>GET /_brasa/health</c> answers.</summary>
internal sealed record Health(
    string Status, string Version, string Isolation, bool Rootless, string Cgroup, string Network, string? NetworkProblem, string Store, IReadOnlyList<HealthRuntime> Runtimes);

/// <summary>A runtime that functions can use.</summary>
internal sealed record HealthRuntime(string Identifier, string Version, string Path);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(EnvironmentListing))]
[JsonSerializable(typeof(Inspection))]
internal sealed partial class ServerJson : JsonSerializerContext;
