using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Invocation;

/// <summary>Brings an event to an environment and its outcome back.</summary>
internal sealed class Dispatcher(EnvironmentPools pools, ConcurrencyLimiter limiter)
{
    /// <summary>Runs the event; once begun, it runs to its end whether or not the caller stays.</summary>
    /// <exception cref="Brasa.Contracts.Lambda.TooManyRequestsException">The account's concurrency is used up.</exception>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox.</exception>
    public async Task<InvocationOutcome> DispatchAsync(FunctionVersion function, PendingInvocation invocation)
    {
        var admission = limiter.Admit(function.Key);
        ExecutionEnvironment environment;
        try
        {
            environment = await pools.For(function).AcquireAsync();
        }
        catch
        {
            admission.Dispose();
            throw;
        }

        // The environment gives it back: an answer alone does not end what runs there.
        invocation.Admission = admission;
        return await environment.InvokeAsync(invocation);
    }
}
