using System.Collections.Concurrent;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>The one place where invocations are admitted: no function runs more of them at once than are reserved for it, and all others of an
/// account no more together than are left.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda function scaling" and "Configuring reserved concurrency".</remarks>
/// <param name="limit">What an account may run at once in a region.</param>
/// <param name="functions">Tells what is reserved.</param>
internal sealed class ConcurrencyLimiter(int limit, FunctionStore functions)
{
    private readonly ConcurrentDictionary<(string Account, string Region), Counter> accounts = new();
    private readonly ConcurrentDictionary<FunctionKey, Counter> own = new();

    /// <summary>What an account may run at once in a region.</summary>
    public int Limit => limit;

    /// <summary>What is left of that for functions that nothing is reserved for.</summary>
    public int Unreserved(string account, string region) => limit - functions.Total(account, region).Reserved;

    /// <summary>Admits one invocation, until the result is disposed.</summary>
    /// <exception cref="TooManyRequestsException">What is reserved for the function, or left for all others, is used up.</exception>
    public Admission Admit(Function function)
    {
        var key = function.Key;
        var running = own.GetOrAdd(key, static _ => new Counter());
        if (function.ReservedConcurrency is { } reserved)
        {
            Take(running, reserved, ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded);
            return new Admission(running, null);
        }

        var account = accounts.GetOrAdd((key.Account, key.Region), static _ => new Counter());
        Take(account, Unreserved(key.Account, key.Region), ThrottleReason.ConcurrentInvocationLimitExceeded);
        Interlocked.Increment(ref running.Running);
        return new Admission(running, account);
    }

    /// <summary>How many invocations of the function run.</summary>
    public int Running(FunctionKey function) => own.TryGetValue(function, out var counter) ? Volatile.Read(ref counter.Running) : 0;

    /// <summary>The function is deleted; what still runs of it is none of the next one's of that name.</summary>
    public void Forget(FunctionKey function) => own.TryRemove(function, out _);

    private static void Take(Counter counter, int most, ThrottleReason reason)
    {
        if (Interlocked.Increment(ref counter.Running) <= most) return;
        Interlocked.Decrement(ref counter.Running);
        throw Throttle.By(reason);
    }

    internal sealed class Counter
    {
        public int Running;
    }

    internal readonly struct Admission(Counter own, Counter? account) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref own.Running);
            if (account is not null) Interlocked.Decrement(ref account.Running);
        }
    }
}
