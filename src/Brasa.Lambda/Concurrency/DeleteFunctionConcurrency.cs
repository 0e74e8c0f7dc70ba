using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Gives back what is reserved for a function.</summary>
internal sealed class DeleteFunctionConcurrency(FunctionStore functions) : IOperation<DeleteFunctionConcurrencyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteFunctionConcurrencyRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        await functions.UpdateAsync(reference, function => function with { ReservedConcurrency = null }, ct);
        return NoOutput.Value;
    }
}
