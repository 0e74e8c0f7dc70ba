using System.Text.Json.Serialization;

namespace Brasa.Cli.Machine;

/// <summary>How bad a finding is: <c>Ok</c>, <c>Warning</c>, or <c>Problem</c>, with which no server starts with isolation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
internal enum FindingState
{
    Ok,
    Warning,
    Problem,
}

/// <summary>What a look at one piece of the machine has brought.</summary>
/// <param name="Check">The piece.</param>
/// <param name="State">How bad it is.</param>
/// <param name="What">What was seen.</param>
/// <param name="Meaning">What it means; <c>null</c> where all is well.</param>
/// <param name="Remedy">The command or step that mends it; <c>null</c> where all is well.</param>
internal sealed record Finding(string Check, FindingState State, string What, string? Meaning = null, string? Remedy = null);
