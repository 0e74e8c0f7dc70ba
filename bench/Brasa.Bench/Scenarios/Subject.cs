using System.Text.Json.Nodes;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Scenarios;

/// <summary>What a scenario measures with.</summary>
/// <param name="Server">The running Brasa.</param>
/// <param name="Language">The language measured.</param>
/// <param name="Runtime">The interpreter, for Brasa and its baselines alike.</param>
/// <param name="Sampling">How much to measure.</param>
/// <param name="Scratch">For files.</param>
/// <param name="Say">Told what is under way.</param>
internal sealed record Subject(BrasaServer Server, Language Language, Runtime Runtime, Sampling Sampling, Scratch Scratch, Action<string> Say)
{
    /// <summary>At this memory size a function has one whole processor.</summary>
    /// <remarks>AWS Lambda developer guide, "Configure Lambda function memory".</remarks>
    public const int MemoryMiB = 1_769;

    /// <summary>The smallest there is.</summary>
    public const int SmallMiB = 128;

    /// <summary>A variable that interpreters read when they boot: a function that has it cannot use one that has booted before.</summary>
    public static JsonObject PastThePool => new() { ["MALLOC_PERTURB_"] = "0" };

    /// <summary>Creates a function in Brasa that returns its event.</summary>
    public Task CreateFunctionAsync(string name, CancellationToken ct) =>
        Server.CreateAsync(name, Runtime.Identifier, Language.Zip(), MemoryMiB, [], ct);

    /// <summary>Creates a function in Brasa that holds its environment for as long as its event says.</summary>
    public Task CreateHoldAsync(string name, JsonObject variables, CancellationToken ct) => Server.CreateAsync(
        name, Runtime.Identifier, Language.ZipOf(Path.Combine(AppContext.BaseDirectory, "Functions", "hold", "hold.py"), "hold.py"), SmallMiB, variables, ct, "hold.handler");

    /// <summary>An event for such a function.</summary>
    public static string Hold(TimeSpan time) => new JsonObject { ["seconds"] = time.TotalSeconds }.ToJsonString();

    /// <summary>The same past the pool.</summary>
    public Task CreateFunctionPastThePoolAsync(string name, CancellationToken ct) =>
        Server.CreateAsync(name, Runtime.Identifier, Language.Zip(), MemoryMiB, PastThePool, ct);
}
