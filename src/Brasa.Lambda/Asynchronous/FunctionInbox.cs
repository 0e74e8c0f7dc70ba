using Brasa.Contracts.Lambda;
using Brasa.Core.Events;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Functions as services hand events to them that nobody waits for.</summary>
/// <param name="functions">The functions.</param>
/// <param name="targets">Tells whose events they take.</param>
/// <param name="events">Takes them.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Told where an event cannot be stored.</param>
internal sealed class FunctionInbox(FunctionStore functions, IEventTarget targets, AsynchronousEvents events, TimeProvider clock, ILogger log) : IEventInbox
{
    public async Task<DeliveryOutcome> AcceptAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, string? traceHeader, CancellationToken ct)
    {
        if (FunctionReference.TryParseArn(targetArn) is not { } reference || functions.Find(reference.Key) is not { } function || function.Find(reference.Qualifier) is null)
            return DeliveryOutcome.NotFound;
        if (!targets.Accepts(targetArn, source)) return DeliveryOutcome.AccessDenied;
        return await AcceptAsync(reference, function, payload, traceHeader, ct);
    }

    /// <summary>Accepts an event of somebody who may, by a request id of its own.</summary>
    public async Task<DeliveryOutcome> AcceptAsync(FunctionReference reference, Function function, ReadOnlyMemory<byte> payload, string? traceHeader, CancellationToken ct)
    {
        if (payload.Length > EventRules.PayloadBytes || function.Find(reference.Qualifier) is { IsolatesTenants: true }) return DeliveryOutcome.Failed;
        try
        {
            var trace = FunctionRunner.Continue(function, traceHeader, clock.GetUtcNow());
            await events.AcceptAsync(reference, Guid.NewGuid().ToString(), payload, trace.Value, tenant: null, ct);
            return DeliveryOutcome.Delivered;
        }
        catch (Exception failure) when (failure is RecursiveInvocationException or IOException)
        {
            log.NotAccepted(failure, reference.Arn);
            return DeliveryOutcome.Failed;
        }
    }
}
