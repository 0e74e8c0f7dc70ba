using System.Text.Json;
using Brasa.Lambda;
using Brasa.Sandbox;
using Brasa.Sandbox.Probe;

namespace Brasa.Server;

/// <summary>What <c>inspect</c> prints.</summary>
internal sealed record Inspection(HostReport Host, IReadOnlyList<HealthRuntime> Runtimes, IReadOnlyList<MissingRuntime> Missing);

/// <summary>A runtime that no interpreter was found for.</summary>
internal sealed record MissingRuntime(string Identifier, string AptPackage, string Directory);

/// <summary>Looks at the machine without starting anything.</summary>
internal static class HostInspection
{
    public static async Task<int> PrintAsync(string dataDirectory, string ociRuntime, TextWriter output, CancellationToken ct)
    {
        var runtimesDirectory = DataDirectory.RuntimesIn(dataDirectory);
        var found = await FoundRuntime.FindAsync(runtimesDirectory, ct);
        var names = found.Select(runtime => runtime.Identifier).ToHashSet(StringComparer.Ordinal);
        var inspection = new Inspection(
            SandboxProbe.Inspect(SandboxOptionsOf(dataDirectory, ociRuntime)),
            [.. found.Select(Describe)],
            [.. FoundRuntime.Known.Where(known => !names.Contains(known.Identifier))
                .Select(known => new MissingRuntime(known.Identifier, known.AptPackage, Path.Combine(runtimesDirectory, known.Identifier)))]);
        await output.WriteLineAsync(JsonSerializer.Serialize(inspection, ServerJson.Default.Inspection));
        return 0;
    }

    public static HealthRuntime Describe(FoundRuntime runtime) => new(runtime.Identifier, runtime.Version, runtime.Path);

    public static SandboxOptions SandboxOptionsOf(string dataDirectory, string ociRuntime) => new()
    {
        DataDirectory = DataDirectory.RunIn(dataDirectory),
        OciRuntime = ociRuntime,
        Ports = LambdaService.SandboxPorts,
    };
}
