using Brasa.Core.Events;
using Brasa.Lambda.EventSourceMappings.Polling;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>A mapping's function. Lambda reads the source with the function's own role, and so the function's policy is not asked.</summary>
internal sealed class MappedFunction(EventSourceMapping mapping, FunctionStore functions, ExecutionRoles roles, FunctionTarget target, TimeProvider clock) : IBatchTarget
{
    /// <inheritdoc />
    public string? Problem => functions.Find(mapping.Function.Key)?.Find(mapping.Function.Qualifier) is not { } version
        ? "PROBLEM: Function not found"
        : MappingRules.MayRead(roles, mapping, version, clock.GetUtcNow()) ? null : "PROBLEM: The function's role may not read the source";

    /// <inheritdoc />
    public TimeSpan Timeout => functions.Find(mapping.Function.Key)?.Find(mapping.Function.Qualifier)?.Timeout ?? TimeSpan.Zero;

    /// <inheritdoc />
    public Task<DeliveryResult> InvokeAsync(ReadOnlyMemory<byte> payload, string? traceHeader, CancellationToken ct) =>
        target.RunAsync(mapping.Function, payload, traceHeader, mapping.SourceArn, ct);
}
