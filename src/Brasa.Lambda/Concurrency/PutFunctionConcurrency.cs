using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Reserves a part of the account's concurrency for a function, which then runs no more than that; 0 stops it.</summary>
internal sealed class PutFunctionConcurrency(FunctionStore functions, ConcurrencyLimiter limiter)
    : IOperation<PutFunctionConcurrencyRequest, Contracts.Lambda.Concurrency>
{
    /// <summary>Always left for functions that nothing is reserved for.</summary>
    private const int LeastUnreserved = 100;

    /// <summary>What all functions reserve together is checked and taken by one request at a time.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    public async Task<Contracts.Lambda.Concurrency> HandleAsync(PutFunctionConcurrencyRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        var wanted = request.ReservedConcurrentExecutions;
        await Turn.WaitAsync(ct);
        try
        {
            await functions.UpdateAsync(reference, function =>
            {
                var more = wanted - (function.ReservedConcurrency ?? 0);
                if (more > 0 && limiter.Unreserved(reference.Key.Account, reference.Key.Region) - more < LeastUnreserved)
                    throw FunctionSettings.Invalid($"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{LeastUnreserved}].");
                return function with { ReservedConcurrency = wanted };
            }, ct);
        }
        finally
        {
            Turn.Release();
        }

        return new Contracts.Lambda.Concurrency { ReservedConcurrentExecutions = wanted };
    }
}
