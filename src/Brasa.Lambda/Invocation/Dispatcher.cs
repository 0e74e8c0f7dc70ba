using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Invocation;

/// <summary>Brings an event to an environment and its outcome back.</summary>
internal sealed class Dispatcher(EnvironmentPools pools, ConcurrencyLimiter limiter)
{
    /// <summary>Runs the event; once begun, it runs to its end whether or not the caller stays.</summary>
    /// <param name="function">The function.</param>
    /// <param name="version">The version of it that runs.</param>
    /// <param name="invocation">The event.</param>
    /// <exception cref="Brasa.Contracts.Lambda.TooManyRequestsException">The function's concurrency, or the account's, is used up.</exception>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox.</exception>
    public async Task<InvocationOutcome> DispatchAsync(Function function, FunctionVersion version, PendingInvocation invocation)
    {
        var admission = limiter.Admit(function, version, invocation.IsAsynchronous);
        ExecutionEnvironment environment;
        try
        {
            environment = await pools.For(version, invocation.Tenant).AcquireAsync();
        }
        catch
        {
            admission.Dispose();
            throw;
        }

        // The environment gives it back: an answer alone does not end what runs there.
        invocation.Admission = admission;
        invocation.Tags = function.Tags;
        return await environment.InvokeAsync(invocation);
    }
}
