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
    public static async Task<int> PrintAsync(ServerOptions options, TextWriter output, CancellationToken ct)
    {
        var found = await FoundRuntime.FindAsync(options.RuntimesDirectory, ct);
        var names = found.Select(runtime => runtime.Identifier).ToHashSet(StringComparer.Ordinal);
        var inspection = new Inspection(
            SandboxProbe.Inspect(SandboxOptionsOf(options)),
            [.. found.Select(Describe)],
            [.. FoundRuntime.Known.Where(known => !names.Contains(known.Identifier))
                .Select(known => new MissingRuntime(known.Identifier, known.AptPackage, Path.Combine(options.RuntimesDirectory, known.Identifier)))]);
        await output.WriteLineAsync(JsonSerializer.Serialize(inspection, ServerJson.Default.Inspection));
        return 0;
    }

    public static HealthRuntime Describe(FoundRuntime runtime) => new(runtime.Identifier, runtime.Version, runtime.Path);

    public static SandboxOptions SandboxOptionsOf(ServerOptions options) => new()
    {
        DataDirectory = Path.Combine(options.DataDirectory, "run"),
        OciRuntime = options.OciRuntime,
        Ports = LambdaService.SandboxPorts,
    };
}
