using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Tells what is reserved for a function.</summary>
internal sealed class GetFunctionConcurrency(FunctionStore functions) : IOperation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse>
{
    public Task<GetFunctionConcurrencyResponse> HandleAsync(GetFunctionConcurrencyRequest request, RequestContext context, CancellationToken ct)
    {
        var function = functions.GetFunction(FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified());
        return Task.FromResult(new GetFunctionConcurrencyResponse { ReservedConcurrentExecutions = function.ReservedConcurrency });
    }
}
