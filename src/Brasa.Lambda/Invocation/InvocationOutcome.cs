using Brasa.Sandbox;

namespace Brasa.Lambda.Invocation;

/// <summary>How an invocation ended. The hierarchy is closed; all of it is expected in a sandbox and nothing of it is thrown.</summary>
internal abstract record InvocationOutcome
{
    private InvocationOutcome()
    {
    }

    /// <summary>The handler returned.</summary>
    internal sealed record Completed(ReadOnlyMemory<byte> Payload) : InvocationOutcome;

    /// <summary>The handler, or loading it, failed and the runtime said how.</summary>
    internal sealed record FunctionError(ReadOnlyMemory<byte> Payload, string ErrorType) : InvocationOutcome;

    /// <summary>The handler returned more than a response may hold.</summary>
    internal sealed record ResponseTooLarge : InvocationOutcome;

    /// <summary>The function's timeout, or that of its initialization, passed.</summary>
    internal sealed record TimedOut(TimeSpan After) : InvocationOutcome;

    /// <summary>The runtime's process ended before it answered.</summary>
    internal sealed record Exited(SandboxExit Exit) : InvocationOutcome;
}
