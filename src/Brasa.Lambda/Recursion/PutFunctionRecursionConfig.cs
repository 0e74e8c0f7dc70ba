using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Recursion;

/// <summary>Says whether a function may take part in a loop of invocations without end.</summary>
internal sealed class PutFunctionRecursionConfig(FunctionStore functions) : IOperation<PutFunctionRecursionConfigRequest, PutFunctionRecursionConfigResponse>
{
    public async Task<PutFunctionRecursionConfigResponse> HandleAsync(PutFunctionRecursionConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context);
        await functions.UpdateAsync(reference, function => function with { AllowsRecursion = request.RecursiveLoop == RecursiveLoop.Allow }, ct);
        return new PutFunctionRecursionConfigResponse { RecursiveLoop = request.RecursiveLoop };
    }
}
