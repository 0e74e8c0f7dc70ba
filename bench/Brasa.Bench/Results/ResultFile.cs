using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Results;

/// <summary>Everything one run measured, as it is kept.</summary>
internal sealed record ResultFile(
    DateTimeOffset Date, Machine Machine, MeasuredServer Server, Sampling Sampling, string Event, IReadOnlyList<Row> Rows)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes <c>date-machine.json</c>, and returns its path.</summary>
    public async Task<string> WriteAsync(string directory, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}-{Machine.Slug}.json"));
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Format) + "\n", ct);
        return path;
    }
}

/// <summary>The server measured, without where on the machine its interpreters are.</summary>
internal sealed record MeasuredServer(string Version, string Isolation, string Cgroup, IReadOnlyDictionary<string, string> Runtimes)
{
    public static MeasuredServer Of(BrasaServer.Health health) => new(health.Version, health.Isolation, health.Cgroup,
        health.Runtimes.ToDictionary(runtime => runtime.Identifier, runtime => runtime.Version));
}
