using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Machine;

/// <summary>What <c>brasa inspect</c> says about this machine.</summary>
internal sealed record Inspection(Host Host, IReadOnlyList<Runtime> Runtimes, IReadOnlyList<MissingRuntime> Missing, IReadOnlyList<Finding>? Findings = null)
{
    /// <exception cref="CliException">The server could not look.</exception>
    public static Task<Inspection> ReadAsync(Launcher launcher, DataDirectory data, CancellationToken ct) => ReadAsync(launcher, data, [], ct);

    /// <summary>The same, with further options.</summary>
    /// <exception cref="CliException">The server could not look.</exception>
    public static async Task<Inspection> ReadAsync(Launcher launcher, DataDirectory data, IReadOnlyList<string> options, CancellationToken ct)
    {
        var run = await Run.ToEndAsync(launcher.Path, ["inspect", "--data", data.Path, .. options], null, ct);
        if (run.ExitCode != 0) throw new CliException($"looking at this machine failed:\n{run.LastLines}");
        return JsonSerializer.Deserialize(run.Output, InspectionJson.Default.Inspection)
            ?? throw new CliException("looking at this machine brought nothing.");
    }
}

/// <summary>What there is for isolation, and why functions in sandboxes would not reach the network.</summary>
internal sealed record Host(bool IsRoot, bool IsRootless, bool CanIsolate, IReadOnlyList<Problem> Problems, IReadOnlyList<Problem> EgressProblems);

/// <summary>A piece the machine lacks, and the command that mends it.</summary>
internal sealed record Problem(string What, string Remedy);

/// <summary>A runtime that functions can use.</summary>
internal sealed record Runtime(string Identifier, string Version, string Path);

/// <summary>A runtime that no interpreter was found for, its package, and the directory an installation may be put in.</summary>
internal sealed record MissingRuntime(string Identifier, string AptPackage, string Directory)
{
    /// <summary>The file that makes the server find it.</summary>
    [JsonIgnore]
    public string Interpreter => Path.Combine(Directory, "bin", Identifier.StartsWith("nodejs", StringComparison.Ordinal) ? "node" : Identifier);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Inspection))]
internal sealed partial class InspectionJson : JsonSerializerContext;
