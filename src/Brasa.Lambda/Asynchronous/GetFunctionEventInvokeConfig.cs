using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Tells how asynchronous events of a function, a version or an alias are dealt with.</summary>
internal sealed class GetFunctionEventInvokeConfig(FunctionStore functions) : IOperation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>
{
    public Task<FunctionEventInvokeConfig> HandleAsync(GetFunctionEventInvokeConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var config = EventInvokeConfigs.Get(functions.GetFunction(reference), reference);
        return Task.FromResult(EventInvokeConfigs.Describe(reference.Key, EventInvokeConfigs.QualifierOf(reference), config));
    }
}
