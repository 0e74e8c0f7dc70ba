using System.Text.Json.Serialization;

namespace Brasa.Cli.Lambda;

/// <summary>A function's configuration; what is not here is left at Lambda's defaults.</summary>
internal sealed record FunctionDefinition(string FunctionName, string Runtime, string Handler, string Role);

/// <summary>What an invocation brought.</summary>
/// <param name="Payload">What the function returned.</param>
/// <param name="Log">The end of its log, with the REPORT line.</param>
/// <param name="Error">AWS's word for how it failed; <c>null</c> after a success.</param>
internal sealed record Invocation(string Payload, string Log, string? Error);

/// <summary>The body of CreateFunction.</summary>
internal sealed record CreateFunction(string FunctionName, string Runtime, string Handler, string Role, FunctionCode Code);

/// <summary>A package, also the body of UpdateFunctionCode.</summary>
internal sealed record FunctionCode(byte[] ZipFile);

/// <summary>What is read of GetFunctionConfiguration's answer.</summary>
internal sealed record FunctionStatus(string State, string LastUpdateStatus);

/// <summary>What is read of an error.</summary>
internal sealed record LambdaError(string? Message);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(CreateFunction))]
[JsonSerializable(typeof(FunctionDefinition))]
[JsonSerializable(typeof(FunctionCode))]
[JsonSerializable(typeof(FunctionStatus))]
[JsonSerializable(typeof(LambdaError))]
internal sealed partial class LambdaJson : JsonSerializerContext;
