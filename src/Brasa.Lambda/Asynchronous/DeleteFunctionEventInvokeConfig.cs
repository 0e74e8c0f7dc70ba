using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Says nothing any more of the asynchronous events of a function, a version or an alias.</summary>
internal sealed class DeleteFunctionEventInvokeConfig(FunctionStore functions) : IOperation<DeleteFunctionEventInvokeConfigRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteFunctionEventInvokeConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        await functions.UpdateAsync(reference, function =>
        {
            EventInvokeConfigs.Get(function, reference);
            return function with { EventConfigs = function.EventConfigs.Remove(EventInvokeConfigs.QualifierOf(reference)) };
        }, ct);
        return NoOutput.Value;
    }
}
