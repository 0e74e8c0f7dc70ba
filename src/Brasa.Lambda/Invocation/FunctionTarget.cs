using Brasa.Contracts.Lambda;
using Brasa.Core.Events;
using Brasa.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Invocation;

/// <summary>Functions as services hand events to them, by ARN with a version, an alias or neither.</summary>
/// <param name="functions">The functions.</param>
/// <param name="policies">What their policies let services do.</param>
/// <param name="policyOf">The text of a function's policy, by ARN; <c>null</c> where it has none.</param>
/// <param name="runner">Runs events.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Takes failures of this server.</param>
internal sealed class FunctionTarget(
    FunctionStore functions, IResourcePolicies policies, Func<FunctionReference, string?> policyOf, FunctionRunner runner, TimeProvider clock, ILogger<FunctionTarget> log)
    : IEventTarget
{
    private const string Action = "lambda:InvokeFunction";

    /// <inheritdoc />
    public bool Accepts(string targetArn, EventSource source) =>
        FunctionReference.TryParseArn(targetArn) is { } reference && Has(reference) && Lets(source, reference);

    /// <inheritdoc />
    public async Task<DeliveryResult> DeliverAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, CancellationToken ct)
    {
        if (FunctionReference.TryParseArn(targetArn) is not { } reference || !Has(reference)) return Of(DeliveryOutcome.NotFound);
        if (!Lets(source, reference)) return Of(DeliveryOutcome.AccessDenied);
        return await RunAsync(reference, payload, traceHeader: null, source.SourceArn, ct);
    }

    /// <summary>Whether there is such a function, and such a version or alias of it.</summary>
    public bool Has(FunctionReference reference) => functions.Find(reference.Key)?.Find(reference.Qualifier) is not null;

    /// <summary>Runs an event whose sender may hand it over.</summary>
    /// <param name="reference">The function.</param>
    /// <param name="payload">The event, UTF-8 JSON.</param>
    /// <param name="traceHeader">What the event brings with it of its chain of requests; <c>null</c> where a chain begins.</param>
    /// <param name="sourceArn">What the event comes from.</param>
    /// <param name="ct">Ends the wait; what has begun runs to its end.</param>
    public async Task<DeliveryResult> RunAsync(FunctionReference reference, ReadOnlyMemory<byte> payload, string? traceHeader, string sourceArn, CancellationToken ct)
    {
        if (functions.Find(reference.Key) is not { } function || function.Route(reference.Qualifier, Random.Shared.NextDouble()) is not { } version) return Of(DeliveryOutcome.NotFound);

        var requestId = Guid.NewGuid().ToString();
        try
        {
            runner.RequireRunnable(version, tenant: null);
            var invocation = new PendingInvocation
            {
                RequestId = requestId,
                Payload = payload,
                InvokedArn = reference.Arn,
                TraceId = FunctionRunner.Continue(function, traceHeader, clock.GetUtcNow()).Value,
            };
            var outcome = await runner.RunAsync(function, version, invocation).WaitAsync(ct);

            // Who waited goes on elsewhere, and leaves the runtime's thread to the runtime.
            await Task.Yield();
            return new DeliveryResult(outcome is InvocationOutcome.Completed ? DeliveryOutcome.Delivered : DeliveryOutcome.FunctionError, OutcomeText.Payload(requestId, outcome));
        }
        catch (RecursiveInvocationException)
        {
            return Of(DeliveryOutcome.AccessDenied); // nor will it be let in later
        }
        catch (TooManyRequestsException)
        {
            return Of(DeliveryOutcome.Throttled);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.DeliveryFailed(failure, sourceArn, reference.Arn, requestId);
            return Of(DeliveryOutcome.Failed);
        }
    }

    private static DeliveryResult Of(DeliveryOutcome outcome) => new(outcome, ReadOnlyMemory<byte>.Empty);

    private bool Lets(EventSource source, FunctionReference reference) =>
        policyOf(reference) is { } policy && policies.Allows(policy, Action, reference.Arn, source);
}

internal static partial class FunctionTargetLog
{
    [LoggerMessage(EventId = 2301, Level = LogLevel.Error, Message = "An event of {Source} for {Target} failed, request {RequestId}")]
    public static partial void DeliveryFailed(this ILogger log, Exception failure, string source, string target, string requestId);
}
