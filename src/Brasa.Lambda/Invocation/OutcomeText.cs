using System.Globalization;
using System.Text.Json;
using Brasa.Lambda.Functions;
using Brasa.Sandbox;

namespace Brasa.Lambda.Invocation;

/// <summary>An outcome in AWS's words: the payload a caller gets, the platform's log line and the REPORT line's status.</summary>
/// <remarks>AWS Lambda developer guide, "Troubleshoot invocation issues in Lambda".</remarks>
internal static class OutcomeText
{
    /// <summary>The payload to answer with, UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Payload(string requestId, InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.Completed completed => completed.Payload,
        InvocationOutcome.FunctionError error => error.Payload,
        InvocationOutcome.TimedOut timedOut => Error("Sandbox.Timedout", $"RequestId: {requestId} Error: {TaskTimedOut(timedOut)}"),
        InvocationOutcome.Exited exited => Error("Runtime.ExitError", $"RequestId: {requestId} Error: {RuntimeExited(exited.Exit)}"),
        InvocationOutcome.ResponseTooLarge => Error("Function.ResponseSizeTooLarge",
            $"Response payload size exceeded maximum allowed payload size ({FunctionLimits.ResponseBytes} bytes)."),
        _ => throw new InvalidOperationException($"{outcome.GetType()} is no outcome."),
    };

    /// <summary><c>X-Amz-Function-Error</c>'s value; <c>null</c> after a success.</summary>
    public static string? FunctionError(InvocationOutcome outcome) => outcome is InvocationOutcome.Completed ? null : "Unhandled";

    /// <summary>What the platform itself says of the outcome in the log; <c>null</c> where the function has said it.</summary>
    public static string? PlatformLine(string requestId, DateTimeOffset now, InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.TimedOut timedOut =>
            $"{now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)} {requestId} {TaskTimedOut(timedOut)}",
        InvocationOutcome.Exited exited => $"RequestId: {requestId} Error: {RuntimeExited(exited.Exit)}\nRuntime.ExitError",
        _ => null,
    };

    /// <summary>The REPORT line's status; <c>null</c> after a success.</summary>
    public static string? Status(InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.Completed => null,
        InvocationOutcome.TimedOut => "timeout",
        _ => "error",
    };

    /// <summary>The REPORT line's error type, with the status <c>error</c>.</summary>
    public static string? ReportedErrorType(InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.FunctionError error => error.ErrorType,
        InvocationOutcome.ResponseTooLarge => "Function.ResponseSizeTooLarge",
        InvocationOutcome.Exited { Exit.OutOfMemory: true } => "Runtime.OutOfMemory",
        InvocationOutcome.Exited => "Runtime.ExitError",
        _ => null,
    };

    private static string TaskTimedOut(InvocationOutcome.TimedOut timedOut) =>
        string.Create(CultureInfo.InvariantCulture, $"Task timed out after {timedOut.After.TotalSeconds:F2} seconds");

    private static string RuntimeExited(SandboxExit exit) => exit switch
    {
        { OutOfMemory: true } or { Signal: 9 } or { ExitCode: null, Signal: null } => "Runtime exited with error: signal: killed",
        { Signal: { } signal } => $"Runtime exited with error: signal: {SignalName(signal)}",
        { ExitCode: 0 } => "Runtime exited without providing a reason",
        { ExitCode: var code } => $"Runtime exited with error: exit status {code}",
    };

    /// <summary>What Linux calls the signals that end programs.</summary>
    private static string SignalName(int signal) => signal switch
    {
        4 => "illegal instruction",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        11 => "segmentation fault",
        15 => "terminated",
        31 => "bad system call",
        _ => signal.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>An error payload, UTF-8 JSON.</summary>
    public static byte[] Error(string type, string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new ErrorPayload(type, message), InvocationJson.Default.ErrorPayload);
}
