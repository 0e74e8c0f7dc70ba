using System.Text;
using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>An invocation's outcome as its caller sees it.</summary>
internal sealed class Invocation(Answer answer)
{
    public int Status => answer.Status;

    public string Payload { get; } = answer.Utf8("Payload");

    public JsonNode Json => JsonNode.Parse(Payload)!;

    /// <summary><c>null</c> after a success.</summary>
    public string? FunctionError => (string?)answer.Result[nameof(FunctionError)];

    public string? ExecutedVersion => (string?)answer.Result[nameof(ExecutedVersion)];

    /// <summary>The end of the log, with tabs and line ends as they are.</summary>
    public string Log { get; } = Encoding.UTF8.GetString(Convert.FromBase64String((string?)answer.Result["LogResult"] ?? ""));

    public IReadOnlyList<string> LogLines => Log.TrimEnd('\n').Split('\n');

    public Report Report => Report.Parse(LogLines[^1]);

    /// <summary>This, or a failure that shows what went wrong in the function.</summary>
    public Invocation Succeeded()
    {
        Assert.True(FunctionError is null, $"{FunctionError}: {Payload}\n{Log}");
        return this;
    }

    /// <summary>Checks for an unhandled error of that type, and gives its message.</summary>
    public string FailedWith(string errorType)
    {
        Assert.Equal("Unhandled", FunctionError);
        Assert.Equal(errorType, (string?)Json["errorType"]);
        return (string)Json["errorMessage"]!;
    }
}
