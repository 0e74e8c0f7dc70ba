using System.Collections.Concurrent;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Invocation;

/// <summary>The one place where invocations are admitted: no account runs more of them at once than its concurrency.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda function scaling".</remarks>
/// <param name="limit">What an account may run at once in a region.</param>
internal sealed class ConcurrencyLimiter(int limit)
{
    private readonly ConcurrentDictionary<(string Account, string Region), Counter> counters = new();

    /// <summary>What an account may run at once in a region.</summary>
    public int Limit => limit;

    /// <summary>Admits one invocation, until the result is disposed.</summary>
    /// <exception cref="TooManyRequestsException">The account's concurrency is used up.</exception>
    public Admission Admit(FunctionKey function)
    {
        var counter = counters.GetOrAdd((function.Account, function.Region), static _ => new Counter());
        if (Interlocked.Increment(ref counter.Running) <= limit) return new Admission(counter);

        Interlocked.Decrement(ref counter.Running);
        throw new TooManyRequestsException("Rate Exceeded.") { Reason = ThrottleReason.ConcurrentInvocationLimitExceeded };
    }

    /// <summary>How many invocations run in the function's account and region.</summary>
    public int Running(FunctionKey function) =>
        counters.TryGetValue((function.Account, function.Region), out var counter) ? Volatile.Read(ref counter.Running) : 0;

    internal sealed class Counter
    {
        public int Running;
    }

    internal readonly struct Admission(Counter counter) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref counter.Running);
    }
}
