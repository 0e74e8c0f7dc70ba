using System.Text.Json.Serialization;

namespace Brasa.Sandbox.Probe;

/// <summary>How bad a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
public enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>A server starts with isolation, but something is missing or weaker.</summary>
    Warning,

    /// <summary>No server starts with isolation.</summary>
    Problem,
}

/// <summary>What a look at one piece of the machine has brought.</summary>
/// <param name="Check">The piece.</param>
/// <param name="State">How bad it is.</param>
/// <param name="What">What was seen.</param>
/// <param name="Meaning">What it means for who runs a server; <c>null</c> where all is well.</param>
/// <param name="Remedy">The command or step that mends it; <c>null</c> where all is well.</param>
public sealed record Finding(string Check, FindingState State, string What, string? Meaning, string? Remedy)
{
    private const string NoStart = "No server starts with isolation here.";

    /// <summary>All is well.</summary>
    public static Finding Ok(string check, string what) => new(check, FindingState.Ok, what, null, null);

    /// <summary>Something is missing or weaker.</summary>
    public static Finding Warning(string check, string what, string meaning, string remedy) => new(check, FindingState.Warning, what, meaning, remedy);

    /// <summary>No server starts.</summary>
    public static Finding Problem(string check, string what, string remedy) => new(check, FindingState.Problem, what, NoStart, remedy);

    /// <summary>No server starts, as a probe has found.</summary>
    internal static Finding Problem(HostProblem problem) => Problem(problem.Check, problem.What, problem.Remedy);
}
