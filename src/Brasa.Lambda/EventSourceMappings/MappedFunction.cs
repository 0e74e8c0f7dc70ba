using Brasa.Core.Events;
using Brasa.Lambda.EventSourceMappings.Polling;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>A mapping's function. Lambda reads the source with the function's own role, and so the function's policy is not asked.</summary>
internal sealed class MappedFunction(EventSourceMapping mapping, FunctionTarget functions) : IBatchTarget
{
    /// <inheritdoc />
    public bool IsThere => functions.Has(mapping.Function);

    /// <inheritdoc />
    public Task<DeliveryResult> InvokeAsync(ReadOnlyMemory<byte> payload, string? traceHeader, CancellationToken ct) =>
        functions.RunAsync(mapping.Function, payload, traceHeader, mapping.SourceArn, ct);
}
