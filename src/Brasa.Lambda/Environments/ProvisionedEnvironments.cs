using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>The environments of one function version that are kept ready for events to come. Not for several threads at once.</summary>
internal sealed class ProvisionedEnvironments
{
    /// <summary>As AWS puts it, where the function does not load.</summary>
    private const string InitFailure = "FUNCTION_ERROR_INIT_FAILURE";

    private const string HostFailure = "The server could not start an environment: its log says why. It tries again.";

    private const string ExitFailure = "An environment ended by itself. The server starts another soon.";

    private readonly List<ExecutionEnvironment> idle = [];
    private readonly HashSet<ExecutionEnvironment> started = [];
    private int wanted;
    private int starting;
    private string? failure;
    private Exception? untold;

    public bool IsStarting => starting > 0;

    public ProvisionedState State => new(wanted, started.Count, idle.Count, failure);

    /// <summary>Keeps so many from now on; what failed before is tried again.</summary>
    /// <returns>How many are to be started, and which are to end.</returns>
    public (int Missing, ExecutionEnvironment[] Surplus) Aim(int count)
    {
        wanted = count;
        (failure, untold) = (null, null);
        var missing = StartMissing();
        var surplus = idle.Take(Math.Max(0, started.Count - wanted)).ToArray();
        foreach (var environment in surplus) Forget(environment);
        return (missing, surplus);
    }

    /// <summary>One that is idle, the latest used; <c>null</c> where none is.</summary>
    public ExecutionEnvironment? Take()
    {
        if (idle.Count == 0) return null;
        var newest = idle[^1];
        idle.RemoveAt(idle.Count - 1);
        return newest;
    }

    /// <summary>Its INIT phase is over.</summary>
    public void Started(ExecutionEnvironment environment)
    {
        starting--;
        if (environment.State == EnvironmentState.Reset) failure = InitFailure;
        else started.Add(environment);
    }

    /// <summary>Gives up those without an event that have lived long enough.</summary>
    public ExecutionEnvironment[] GiveUpWorn()
    {
        ExecutionEnvironment[] worn = [.. idle.Where(environment => environment.IsWorn)];
        foreach (var environment in worn) Forget(environment);
        return worn;
    }

    /// <summary>Whether one without an event is still wanted and ready; one that would have to load the function again is neither.</summary>
    public bool MayKeep(ExecutionEnvironment environment)
    {
        if (environment is { State: not EnvironmentState.Reset, IsWorn: false } && started.Count <= wanted) return true;
        Forget(environment);
        return false;
    }

    /// <summary>It is idle.</summary>
    public void Keep(ExecutionEnvironment environment) => idle.Add(environment);

    /// <summary>One start less, where fewer are wanted by now.</summary>
    public bool GiveUpStart()
    {
        if (started.Count + starting <= wanted) return false;
        starting--;
        return true;
    }

    /// <summary>The machine could not start one.</summary>
    public void FailedToStart(Exception why)
    {
        starting--;
        failure ??= HostFailure;
        untold = why;
    }

    /// <summary>Tries again what the machine could not do before.</summary>
    /// <param name="why">Why it could not; <c>null</c> where nothing is to be tried again.</param>
    /// <returns>How many are to be started.</returns>
    public int Retry(out Exception? why)
    {
        (why, untold) = (untold, null);
        if (why is null || failure == InitFailure) return 0;
        failure = null;
        return StartMissing();
    }

    /// <summary>One has ended.</summary>
    /// <returns>How many are to be started in its place at once; none where something is wrong.</returns>
    public int Ended(ExecutionEnvironment environment)
    {
        if (idle.Contains(environment))
        {
            // The next may do the same: not one after the other.
            failure ??= ExitFailure;
            untold = new SandboxException($"The runtime of {environment.Log.Name} ended without an event.");
        }

        Forget(environment);
        return failure is null ? StartMissing() : 0;
    }

    private int StartMissing()
    {
        var missing = Math.Max(0, wanted - started.Count - starting);
        starting += missing;
        return missing;
    }

    private void Forget(ExecutionEnvironment environment)
    {
        started.Remove(environment);
        idle.Remove(environment);
    }
}

/// <summary>What has come of keeping environments ready.</summary>
/// <param name="Wanted">How many are to be.</param>
/// <param name="Started">How many have loaded the function.</param>
/// <param name="Idle">How many of them have no event.</param>
/// <param name="Failure">Why no more are started; <c>null</c> where nothing is wrong.</param>
internal sealed record ProvisionedState(int Wanted, int Started, int Idle, string? Failure);
