using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Brasa.Cli.Servers;

/// <summary>What a server runs for functions, and keeps ready for them.</summary>
internal sealed record EnvironmentListing(IReadOnlyList<ListedEnvironment> Environments, IReadOnlyList<ListedStock> Stock)
{
    /// <exception cref="CliException">No Brasa server answers there.</exception>
    public static async Task<EnvironmentListing> ReadAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            return await http.GetFromJsonAsync("/_brasa/environments", EnvironmentListingJson.Default.EnvironmentListing, ct)
                ?? throw new JsonException("nothing");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || e is TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new CliException($"no Brasa server answers at {http.BaseAddress}. Start one with: brasa up; or give --port or --endpoint, of this machine.");
        }
    }
}

/// <summary>An execution environment of a function.</summary>
internal sealed record ListedEnvironment(string Function, string LogStream, string State, long MemoryBytes, double? IdleSeconds);

/// <summary>A sandbox in which a runtime has booted and that is nobody's yet.</summary>
internal sealed record ListedStock(string Runtime, long MemoryBytes, double ReadySeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnvironmentListing))]
internal sealed partial class EnvironmentListingJson : JsonSerializerContext;
