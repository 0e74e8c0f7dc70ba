using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Reserves a part of the account's concurrency for a function, which then runs no more than that; 0 stops it.</summary>
internal sealed class PutFunctionConcurrency(FunctionStore functions, ConcurrencyLimiter limiter)
    : IOperation<PutFunctionConcurrencyRequest, Contracts.Lambda.Concurrency>
{
    public async Task<Contracts.Lambda.Concurrency> HandleAsync(PutFunctionConcurrencyRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        var wanted = request.ReservedConcurrentExecutions;
        await limiter.ReserveAsync(() => functions.UpdateAsync(reference, function =>
        {
            limiter.RequireReservable(function, wanted);
            return function with { ReservedConcurrency = wanted };
        }, ct), ct);
        return new Contracts.Lambda.Concurrency { ReservedConcurrentExecutions = wanted };
    }
}
