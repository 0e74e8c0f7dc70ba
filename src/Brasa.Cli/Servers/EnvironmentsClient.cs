using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Servers;

/// <summary>What a server runs for functions, and keeps ready for them.</summary>
internal sealed record EnvironmentListing(IReadOnlyList<ListedEnvironment> Environments, IReadOnlyList<ListedStock> Stock)
{
    /// <exception cref="CliException">No Brasa server answers there, or not to this caller.</exception>
    public static async Task<EnvironmentListing> ReadAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            return await http.GetFromJsonAsync("/_brasa/environments", EnvironmentListingJson.Default.EnvironmentListing, ct)
                ?? throw new JsonException("nothing");
        }
        catch (HttpRequestException refused) when (refused.StatusCode is { } status)
        {
            throw new CliException($"the server at {http.BaseAddress} refused with {(int)status}: it tells this to callers of its own machine only, at a loopback address.");
        }
        catch (HttpRequestException failed)
        {
            throw AwsClient.Unreached(http.BaseAddress!, failed);
        }
        catch (Exception e) when (e is JsonException || e is TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new CliException($"what listens at {http.BaseAddress} is no Brasa server. Name another with --endpoint.");
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
