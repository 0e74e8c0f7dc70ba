using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>What a server says of itself at <c>/_brasa/health</c>.</summary>
internal sealed record Health(string Status, string Isolation, bool IsRootless, string Cgroup, string Network, IReadOnlyList<string> Runtimes)
{
    public static async Task<Health> OfAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var health = JsonNode.Parse(await http.GetStringAsync("/_brasa/health"))!;
        return new Health(
            (string)health["status"]!, (string)health["isolation"]!, (bool)health["rootless"]!, (string)health["cgroup"]!, (string)health["network"]!,
            [.. health["runtimes"]!.AsArray().Select(runtime => (string)runtime!["identifier"]!)]);
    }
}
