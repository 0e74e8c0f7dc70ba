using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Takes events that nobody waits for from requests: what <c>Invoke</c> with <c>InvocationType=Event</c> and <c>InvokeAsync</c> have in common.</summary>
internal sealed class EventAcceptance(AsynchronousEvents events)
{
    /// <summary>The status of requests whose event is accepted.</summary>
    public const int Accepted = 202;

    /// <summary>Accepts an event; it is on disk when this returns.</summary>
    /// <exception cref="AwsException">It is too large.</exception>
    /// <exception cref="RecursiveInvocationException">The function has been invoked too often in this chain of requests.</exception>
    public Task AcceptAsync(Function function, FunctionReference reference, ReadOnlyMemory<byte> payload, string? tenant, RequestContext context, CancellationToken ct)
    {
        if (payload.Length > EventRules.PayloadBytes)
            throw new AwsException("RequestEntityTooLargeException", 413, $"{payload.Length} byte payload is too large for the Event invocation type (limit {EventRules.PayloadBytes} bytes)");
        var trace = FunctionRunner.Continue(function, context.TraceHeader, context.Time);
        return events.AcceptAsync(reference, context.RequestId, payload, trace.Value, tenant, ct);
    }
}
