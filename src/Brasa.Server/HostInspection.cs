using System.Text.Json;
using Brasa.Lambda;
using Brasa.Sandbox;
using Brasa.Sandbox.Probe;

namespace Brasa.Server;

/// <summary>What <c>inspect</c> prints.</summary>
/// <param name="Host">What there is for isolation.</param>
/// <param name="Runtimes">The runtimes found.</param>
/// <param name="Missing">The others.</param>
/// <param name="Findings">All there is to say about the machine; <c>null</c> where it was not asked for.</param>
internal sealed record Inspection(HostReport Host, IReadOnlyList<HealthRuntime> Runtimes, IReadOnlyList<MissingRuntime> Missing, IReadOnlyList<Finding>? Findings);

/// <summary>A runtime that no interpreter was found for.</summary>
internal sealed record MissingRuntime(string Identifier, string AptPackage, string Directory);

/// <summary>Looks at the machine without starting anything.</summary>
internal static class HostInspection
{
    public static async Task<int> PrintAsync(string dataDirectory, string ociRuntime, bool withFindings, TextWriter output, CancellationToken ct)
    {
        var runtimesDirectory = DataDirectory.RuntimesIn(dataDirectory);
        var found = await FoundRuntime.FindAsync(runtimesDirectory, ct);
        var names = found.Select(runtime => runtime.Identifier).ToHashSet(StringComparer.Ordinal);
        var options = SandboxOptionsOf(dataDirectory, ociRuntime);
        var report = SandboxProbe.Inspect(options);
        var inspection = new Inspection(
            report,
            [.. found.Select(Describe)],
            [.. FoundRuntime.Known.Where(known => !names.Contains(known.Identifier))
                .Select(known => new MissingRuntime(known.Identifier, known.AptPackage, Path.Combine(runtimesDirectory, known.Identifier)))],
            withFindings ? [.. MachineProbe.Examine(options, report, dataDirectory), .. ServerFindings.Of(dataDirectory, found, TimeProvider.System.GetUtcNow())] : null);
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
