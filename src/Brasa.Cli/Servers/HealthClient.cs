using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Cli.Machine;

namespace Brasa.Cli.Servers;

/// <summary>What a server says of itself.</summary>
internal sealed record Health(string Status, string Version, string Isolation, IReadOnlyList<Runtime> Runtimes);

/// <summary>Asks a server how it is.</summary>
internal sealed class HealthClient(HttpClient http)
{
    /// <summary>The answer, or <c>null</c> where nothing listens.</summary>
    /// <exception cref="CliException">Something listens that is no Brasa server.</exception>
    public async Task<Health?> ReadAsync(CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync("/_brasa/health", ct);
            if (response.IsSuccessStatusCode
                && await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(ct), HealthJson.Default.Health, ct) is { Status: not null } health)
                return health;
        }
        catch (HttpRequestException closed) when (closed.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return null;
        }
        catch (Exception strange) when (strange is HttpRequestException or JsonException || strange is TaskCanceledException && !ct.IsCancellationRequested)
        {
            // Answered below.
        }

        throw new CliException($"what listens at {http.BaseAddress} is no Brasa server. Give another port with --port.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Health))]
internal sealed partial class HealthJson : JsonSerializerContext;
