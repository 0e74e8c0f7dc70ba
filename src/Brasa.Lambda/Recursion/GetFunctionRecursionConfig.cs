using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Recursion;

/// <summary>Tells whether a function may take part in a loop of invocations without end.</summary>
internal sealed class GetFunctionRecursionConfig(FunctionStore functions) : IOperation<GetFunctionRecursionConfigRequest, GetFunctionRecursionConfigResponse>
{
    public Task<GetFunctionRecursionConfigResponse> HandleAsync(GetFunctionRecursionConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context));
        return Task.FromResult(new GetFunctionRecursionConfigResponse { RecursiveLoop = function.AllowsRecursion ? RecursiveLoop.Allow : RecursiveLoop.Terminate });
    }
}
