using System.Collections.Concurrent;
using Brasa.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Environments;

/// <summary>The pools of all functions, one for each version's newest code and configuration; or, where a function isolates its tenants, one for each of them.</summary>
internal sealed class EnvironmentPools : IAsyncDisposable
{
    private static readonly TimeSpan ReapInterval = TimeSpan.FromSeconds(1);

    /// <summary>After the machine could not start what is to be kept ready.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<PoolKey, EnvironmentPool> pools = new();
    private readonly ConcurrentDictionary<EnvironmentPool, bool> retiring = new();
    private readonly IEnvironmentLauncher launcher;
    private readonly TimeProvider clock;
    private readonly Func<HostMemory> readMemory;
    private readonly ILogger log;
    private readonly ITimer reaper;
    private readonly ITimer retrier;

    public EnvironmentPools(IEnvironmentLauncher launcher, TimeProvider clock, Func<HostMemory> readMemory, ILogger log)
    {
        this.launcher = launcher;
        this.clock = clock;
        this.readMemory = readMemory;
        this.log = log;
        reaper = clock.CreateTimer(_ => TryReap(), null, ReapInterval, ReapInterval);
        retrier = clock.CreateTimer(_ => RetryProvisioning(), null, RetryInterval, RetryInterval);
    }

    /// <summary>The pool of <paramref name="function"/>, or of a newer generation where there is one.</summary>
    /// <param name="function">The version.</param>
    /// <param name="tenant">Whose events it is for, where the function isolates tenants; else <c>null</c>.</param>
    public EnvironmentPool For(FunctionVersion function, string? tenant = null)
    {
        var key = new PoolKey(function.Id, tenant);
        while (true)
        {
            var pool = pools.GetOrAdd(key, static (_, made) => new EnvironmentPool(made.function, made.launcher, made.clock), (function, launcher, clock));
            if (pool.Function.Generation >= function.Generation) return pool;
            if (pools.TryRemove(KeyValuePair.Create(key, pool))) Retire(pool);
        }
    }

    /// <summary>The function has changed since <paramref name="function"/>, or is gone: environments of then and before take no new event.</summary>
    /// <returns>Completes when the last of them has ended.</returns>
    public Task RetireAsync(FunctionVersion function)
    {
        foreach (var pair in pools)
        {
            if (pair.Key.Version == function.Id && pair.Value.Function.Generation <= function.Generation && pools.TryRemove(pair)) Retire(pair.Value);
        }

        return Task.WhenAll(retiring.Keys
            .Where(old => old.Function.Id == function.Id && old.Function.Generation <= function.Generation)
            .Select(old => old.Drained));
    }

    /// <summary>The pool of a version, where it has one.</summary>
    public EnvironmentPool? Find(VersionKey version) => pools.GetValueOrDefault(new PoolKey(version, null));

    /// <summary>The versions that environments are kept ready of, and how many of those that are wanted have loaded the function.</summary>
    public IEnumerable<(FunctionVersion Function, int Ready)> ListReady() =>
        pools.Values.Select(pool => (pool.Function, State: pool.Provisioned)).Where(pool => pool.State.Wanted > 0).Select(pool => (pool.Function, Math.Min(pool.State.Started, pool.State.Wanted)));

    /// <summary>Every environment there is, retired ones that are still busy included.</summary>
    public IEnumerable<ExecutionEnvironment> List() => pools.Values.Concat(retiring.Keys).SelectMany(pool => pool.List());

    public async ValueTask DisposeAsync()
    {
        await reaper.DisposeAsync();
        await retrier.DisposeAsync();
        foreach (var pool in pools.Values.Concat(retiring.Keys)) await pool.DisposeAsync();
    }

    private void Retire(EnvironmentPool pool)
    {
        retiring[pool] = true;
        pool.Drained.ContinueWith(_ => retiring.TryRemove(pool, out var _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        pool.Retire();
    }

    /// <summary>What a machine in need cannot tell now, it may tell in a second: an exception on a timer would end the server.</summary>
    private void TryReap()
    {
        try
        {
            Reap();
        }
        catch (Exception failure)
        {
            log.ReapFailed(failure);
        }
    }

    private void RetryProvisioning()
    {
        foreach (var pool in pools.Values)
        {
            if (pool.RetryProvisioning() is { } why) log.ProvisioningFailed(why, pool.Function.Arn);
        }
    }

    /// <summary>Ends environments that nobody has needed for long; and the least recently used, as many as it takes, where memory is short.</summary>
    private void Reap()
    {
        var since = clock.GetTimestamp() - (long)(FunctionPhases.IdleLife.TotalSeconds * clock.TimestampFrequency);
        var missing = launcher.HasStock ? 0 : readMemory().MissingBytes;
        foreach (var environment in pools.Values.SelectMany(pool => pool.ListIdle()).OrderBy(environment => environment.IdleSince))
        {
            if (environment.IdleSince >= since && missing <= 0) break;
            missing -= environment.Runtime.ReadMemory();
            environment.Drain();
        }

        // Tenants come and go: what is kept of one ends with the last environment. A pool retired a moment too early still serves its event.
        foreach (var pair in pools)
        {
            if (pair.Key.Tenant is not null && pair.Value.IsEmpty && pools.TryRemove(pair)) Retire(pair.Value);
        }
    }

    private readonly record struct PoolKey(VersionKey Version, string? Tenant);
}

internal static partial class EnvironmentPoolsLog
{
    [LoggerMessage(EventId = 2203, Level = LogLevel.Warning, Message = "Environments of {Arn} that are to be kept ready could not be started; that is tried again")]
    public static partial void ProvisioningFailed(this ILogger log, Exception failure, string arn);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "Idle environments could not be looked through")]
    public static partial void ReapFailed(this ILogger log, Exception failure);
}
