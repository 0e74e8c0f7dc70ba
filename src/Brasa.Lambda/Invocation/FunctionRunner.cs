using Brasa.Contracts.Lambda;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Networks;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Invocation;

/// <summary>Runs events on functions, whoever hands them over, where this server can.</summary>
internal sealed class FunctionRunner(AccessPoints accessPoints, DeclaredNetworks networks, Dispatcher dispatcher)
{
    /// <summary>Invocations of a function in one chain of requests.</summary>
    /// <remarks>AWS Lambda developer guide, "Understanding recursive loop detection": about 16.</remarks>
    private const int MostHops = 16;

    /// <summary>Checks that a version can run here and is for this tenant.</summary>
    /// <exception cref="InvalidParameterValueException">It isolates tenants and none is named, or the other way round.</exception>
    /// <exception cref="InvalidRuntimeException">It is for another architecture.</exception>
    /// <exception cref="InvalidSubnetIDException">Its network is not declared any more.</exception>
    /// <exception cref="InvalidSecurityGroupIDException">A security group of it is not.</exception>
    public void RequireRunnable(FunctionVersion version, string? tenant)
    {
        if (version.IsolatesTenants != tenant is not null)
            throw FunctionSettings.Invalid(version.IsolatesTenants
                ? "The function isolates tenants: name one with the X-Amz-Tenant-Id header (TenantId) of the request."
                : "The function does not isolate tenants: leave the X-Amz-Tenant-Id header (TenantId) of the request out.");
        if (!HostArchitecture.Runs(version.Architecture))
            throw new InvalidRuntimeException($"The function is for {version.Architecture}, and this server's machine runs {HostArchitecture.Own}: update its code with Architectures={HostArchitecture.Own}, or register an emulator (binfmt_misc) for {version.Architecture} on the machine.");
        networks.PoliciesOf(version.Network);
    }

    /// <summary>Where an invocation is in its chain of requests, checked.</summary>
    /// <param name="function">The function.</param>
    /// <param name="incoming">The header of the request; <c>null</c> where a chain begins.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RecursiveInvocationException">The function has been invoked too often in this chain.</exception>
    public static TraceHeader Continue(Function function, string? incoming, DateTimeOffset now)
    {
        var trace = TraceHeader.Continue(incoming, function.ChainName, now);
        if (trace.Hops >= MostHops && !function.AllowsRecursion)
            throw new RecursiveInvocationException($"Lambda stopped this invocation: {function.Key.Arn} has been invoked {trace.Hops} times in one chain of requests. Where that is meant, PutFunctionRecursionConfig allows it.");
        return trace;
    }

    /// <summary>Runs an event on a version that can run here; once begun, it runs to its end whether or not the caller stays.</summary>
    /// <exception cref="EFSMountFailureException">The function's file system is not there.</exception>
    /// <exception cref="TooManyRequestsException">The function's concurrency, or the account's, is used up.</exception>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox.</exception>
    public Task<InvocationOutcome> RunAsync(Function function, FunctionVersion version, PendingInvocation invocation)
    {
        accessPoints.RequireMountable(version);
        return dispatcher.DispatchAsync(function, version, invocation);
    }
}
