using System.Collections.Concurrent;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Concurrency;

/// <summary>The one place where invocations are admitted: no function runs more of them at once than are reserved for it, and all others of an
/// account no more together than are left.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda function scaling" and "Configuring reserved concurrency".</remarks>
/// <param name="limit">What an account may run at once in a region.</param>
/// <param name="functions">Tells what is reserved.</param>
internal sealed class ConcurrencyLimiter(int limit, FunctionStore functions) : IDisposable
{
    /// <summary>Always left for functions that nothing is reserved for.</summary>
    private const int LeastUnreserved = 100;

    /// <summary>What is left to callers who wait, where nothing is reserved: one part of so many of what an account may run. AWS keeps nothing for them.</summary>
    private const int SynchronousPart = 10;

    /// <summary>What all functions reserve together is checked and taken by one request at a time.</summary>
    private readonly SemaphoreSlim turn = new(1);

    private readonly ConcurrentDictionary<(string Account, string Region), Counter> accounts = new();
    private readonly ConcurrentDictionary<FunctionKey, Counter> own = new();
    private readonly ConcurrentDictionary<VersionKey, Counter> provisioned = new();

    /// <summary>What an account may run at once in a region.</summary>
    public int Limit => limit;

    /// <summary>What is left of that for functions that nothing is reserved for.</summary>
    public long Unreserved(string account, string region) => limit - functions.Total(account, region).Reserved;

    /// <summary>Admits one invocation, until the result is disposed: to what is reserved for the function, else to what is provisioned for the version, else
    /// to what is left for all.</summary>
    /// <param name="function">The function.</param>
    /// <param name="version">The version of it.</param>
    /// <param name="isAsynchronous">Whether nobody waits for it: then it leaves a part to those who wait.</param>
    /// <exception cref="TooManyRequestsException">What is reserved for the function, or left for all others, is used up.</exception>
    public Admission Admit(Function function, FunctionVersion version, bool isAsynchronous = false)
    {
        var key = function.Key;
        var running = own.GetOrAdd(key, static _ => new Counter());
        if (function.ReservedConcurrency is { } reserved)
        {
            Take(running, reserved, ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded);
            return new Admission(running, null);
        }

        var place = TryTakeProvisioned(function, version);
        if (place is null)
        {
            place = accounts.GetOrAdd((key.Account, key.Region), static _ => new Counter());
            Take(place, Left(key) - (isAsynchronous ? limit / SynchronousPart : 0), ThrottleReason.ConcurrentInvocationLimitExceeded);
        }

        Interlocked.Increment(ref running.Running);
        return new Admission(running, place);
    }

    /// <summary>Carries a change out that reserves concurrency, while no other does.</summary>
    public async Task<Function> ReserveAsync(Func<Task<Function>> change, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            return await change();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <exception cref="InvalidParameterValueException">So much cannot be reserved for the function.</exception>
    public void RequireReservable(Function function, int wanted)
    {
        var provisioned = function.ProvisionedTotal;
        if (wanted < provisioned)
            throw FunctionSettings.Invalid($"ReservedConcurrentExecutions {wanted} should not be lower than function's total provisioned concurrency [{provisioned}].");
        var more = wanted - (function.ReservedConcurrency ?? provisioned);
        if (more > 0 && Left(function.Key) - more < LeastUnreserved)
            throw FunctionSettings.Invalid($"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{LeastUnreserved}].");
    }

    /// <exception cref="InvalidParameterValueException">So many more environments cannot be kept ready for the function.</exception>
    public void RequireProvisionable(Function function, long more)
    {
        if (function.ReservedConcurrency is { } reserved)
        {
            if (function.ProvisionedTotal + more > reserved)
                throw FunctionSettings.Invalid("Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
            return;
        }

        var left = Left(function.Key);
        if (more > left) throw FunctionSettings.Invalid($"Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [{left}].");
        if (more > 0 && left - more < LeastUnreserved)
            throw FunctionSettings.Invalid($"Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{LeastUnreserved}].");
    }

    /// <summary>How many invocations of the function run.</summary>
    public int Running(FunctionKey function) => own.TryGetValue(function, out var counter) ? Volatile.Read(ref counter.Running) : 0;

    /// <summary>The function is deleted; what still runs of it is none of the next one's of that name.</summary>
    public void Forget(Function function)
    {
        own.TryRemove(function.Key, out _);
        foreach (var version in function.All) Forget(version);
    }

    /// <summary>The version is deleted.</summary>
    public void Forget(FunctionVersion version) => provisioned.TryRemove(version.Id, out _);

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    /// <summary>What is left for functions that nothing is reserved for, beyond what is provisioned for some of them.</summary>
    private long Left(FunctionKey key)
    {
        var total = functions.Total(key.Account, key.Region);
        return limit - total.Reserved - total.Provisioned;
    }

    private Counter? TryTakeProvisioned(Function function, FunctionVersion version)
    {
        var kept = function.ProvisionedOf(version.Version);
        if (kept == 0) return null;
        var counter = provisioned.GetOrAdd(version.Id, static _ => new Counter());
        return TryTake(counter, kept) ? counter : null;
    }

    private static void Take(Counter counter, long most, ThrottleReason reason)
    {
        if (!TryTake(counter, most)) throw Throttle.By(reason);
    }

    /// <summary>Never more than there are, not even for a moment: who is refused would keep others out.</summary>
    private static bool TryTake(Counter counter, long most)
    {
        for (var running = Volatile.Read(ref counter.Running); running < most;)
        {
            var before = Interlocked.CompareExchange(ref counter.Running, running + 1, running);
            if (before == running) return true;
            running = before;
        }

        return false;
    }

    internal sealed class Counter
    {
        public int Running;
    }

    internal readonly struct Admission(Counter own, Counter? place) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref own.Running);
            if (place is not null) Interlocked.Decrement(ref place.Running);
        }
    }
}
