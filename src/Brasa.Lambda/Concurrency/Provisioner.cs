using Brasa.Contracts.Lambda;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Concurrency;

/// <summary>Has pools keep as many environments ready as functions say, and tells what has come of it.</summary>
internal sealed class Provisioner(FunctionStore functions, EnvironmentPools pools)
{
    private readonly Lock gate = new();

    /// <summary>Brings the pools of a function's versions to what it says now.</summary>
    public void Apply(FunctionKey key)
    {
        lock (gate)
        {
            if (functions.Find(key) is not { } function) return;
            foreach (var version in function.Versions.Values)
            {
                var count = function.ProvisionedOf(version.Version);
                if (count > 0) pools.For(version).Provision(count);
                else pools.Find(version.Id)?.Provision(0);
            }
        }
    }

    /// <summary>A version is deleted: nothing is kept ready for it any more.</summary>
    public void Withdraw(FunctionVersion version)
    {
        // After this, whoever applies anything does not find the version.
        lock (gate)
        {
            if (pools.Find(version.Id) is { } pool && pool.Function.Generation == version.Generation) pool.Provision(0);
        }
    }

    /// <summary>What is kept ready for a version, or for the versions of an alias.</summary>
    public ProvisionedConcurrencyState Read(Function function, string qualifier, ProvisionedConcurrency config)
    {
        string[] versions = function.Aliases.TryGetValue(qualifier, out var alias)
            ? [alias.Version, .. alias.Second is { } second ? new[] { second.Version } : []]
            : [qualifier];
        var states = versions.Select(version => pools.Find(new VersionKey(function.Key, version))?.Provisioned).OfType<ProvisionedState>().ToList();
        var started = states.Sum(state => state.Started);
        var failure = states.Select(state => state.Failure).FirstOrDefault(why => why is not null);
        return new ProvisionedConcurrencyState(
            Math.Min(started, config.Requested),
            Math.Min(states.Sum(state => state.Idle), config.Requested),
            failure is not null ? ProvisionedConcurrencyStatusEnum.Failed
                : started >= config.Requested ? ProvisionedConcurrencyStatusEnum.Ready
                : ProvisionedConcurrencyStatusEnum.InProgress,
            failure);
    }

    /// <summary>Checks that a request names a published version, or an alias of one.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such version or alias.</exception>
    /// <exception cref="InvalidParameterValueException">It names <c>$LATEST</c>, which changes, or the function has environments for each tenant.</exception>
    public static void RequirePublished(Function function, FunctionReference reference)
    {
        var version = reference.RequireFound(function);
        if (version.Version == FunctionVersion.Latest) throw Unpublished();
        if (version.IsolatesTenants) throw FunctionSettings.Invalid("Provisioned concurrency is not supported for functions with tenant isolation enabled.");
    }

    public static InvalidParameterValueException Unpublished() => new("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
}

/// <summary>What is kept ready at this moment.</summary>
/// <param name="Allocated">Environments that have loaded the function.</param>
/// <param name="Available">Those of them without an event.</param>
/// <param name="Status">AWS's <c>Status</c>.</param>
/// <param name="Reason">Why it failed.</param>
internal sealed record ProvisionedConcurrencyState(int Allocated, int Available, ProvisionedConcurrencyStatusEnum Status, string? Reason);
