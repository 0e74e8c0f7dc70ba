using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Environments;

/// <summary>The environments of one function version: hands an idle one to each event, and starts one where none is idle.</summary>
/// <remarks>
/// Waiting events are served in order, by whichever environment is ready first. Idle ones are used latest first, so that those not needed
/// any more grow old and are reaped; those that have to load the function again come last.
/// </remarks>
internal sealed class EnvironmentPool(FunctionVersion function, IEnvironmentLauncher launcher, TimeProvider clock) : IEnvironmentObserver, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<ExecutionEnvironment> idle = [];
    private readonly Queue<TaskCompletionSource<ExecutionEnvironment>> waiting = new();
    private readonly HashSet<ExecutionEnvironment> all = [];
    private readonly ScalingRate rate = new(clock);
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProvisionedEnvironments provisioned = new();
    private int starting;
    private bool retired;

    public FunctionVersion Function { get; } = function;

    /// <summary>Completes when the pool is retired and its last environment has ended.</summary>
    public Task Drained => drained.Task;

    /// <summary>An environment claimed for one event.</summary>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox.</exception>
    /// <exception cref="Brasa.Contracts.Lambda.TooManyRequestsException">The function scales up too fast, or the machine has no room for another.</exception>
    public ValueTask<ExecutionEnvironment> AcquireAsync()
    {
        var waiter = new TaskCompletionSource<ExecutionEnvironment>();
        lock (gate)
        {
            while (TakeIdle() is { } newest)
            {
                if (newest.TryClaim()) return ValueTask.FromResult(newest);
            }

            var isStarted = starting > waiting.Count;
            if (!isStarted) rate.Take();
            waiting.Enqueue(waiter);
            if (isStarted) return new ValueTask<ExecutionEnvironment>(waiter.Task);
            starting++;
        }

        _ = StartOneAsync(isProvisioned: false);
        return new ValueTask<ExecutionEnvironment>(waiter.Task);
    }

    /// <summary>Keeps so many environments ready for events to come, beside those that events start.</summary>
    public void Provision(int count)
    {
        int missing;
        ExecutionEnvironment[] surplus;
        lock (gate)
        {
            if (retired) return;
            (missing, surplus) = provisioned.Aim(count);
        }

        foreach (var environment in surplus) environment.Drain();
        for (var i = 0; i < missing; i++) _ = StartOneAsync(isProvisioned: true);
    }

    /// <summary>Tries again to start those that the machine could not start, and replaces those that have lived long enough.</summary>
    /// <returns>Why it could not; <c>null</c> where nothing was to be tried again.</returns>
    public Exception? RetryProvisioning()
    {
        int missing;
        Exception? why;
        ExecutionEnvironment[] worn;
        lock (gate)
        {
            missing = provisioned.Retry(out why);
            worn = provisioned.GiveUpWorn();
        }

        foreach (var environment in worn) environment.Drain(); // another is started when it has ended
        for (var i = 0; i < missing; i++) _ = StartOneAsync(isProvisioned: true);
        return why;
    }

    /// <summary>What has come of <see cref="Provision"/>.</summary>
    public ProvisionedState Provisioned
    {
        get
        {
            lock (gate) return provisioned.State;
        }
    }

    /// <summary>The environments without an event at this moment, and that nobody has ordered to be kept.</summary>
    public ExecutionEnvironment[] ListIdle()
    {
        lock (gate) return [.. idle];
    }

    /// <summary>Whether there is no environment, nor any on its way.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate) return all.Count == 0 && starting == 0;
        }
    }

    /// <summary>Every environment that has not ended.</summary>
    public ExecutionEnvironment[] List()
    {
        lock (gate) return [.. all];
    }

    /// <summary>Keeps no environment any more: each goes once it is idle and nothing waits for it.</summary>
    public void Retire()
    {
        ExecutionEnvironment[] unused;
        lock (gate)
        {
            retired = true;
            unused = [.. idle, .. provisioned.Aim(0).Surplus];
            idle.Clear();
            CompleteIfDrained();
        }

        foreach (var environment in unused) environment.Drain();
    }

    /// <summary>Ends every environment at once.</summary>
    public async ValueTask DisposeAsync()
    {
        ExecutionEnvironment[] rest;
        lock (gate)
        {
            retired = true;
            provisioned.Aim(0);
            rest = [.. all];
            CompleteIfDrained();
        }

        await Task.WhenAll(rest.Select(environment => environment.DisposeAsync().AsTask()));
    }

    void IEnvironmentObserver.Started(ExecutionEnvironment environment)
    {
        lock (gate)
        {
            if (environment.IsProvisioned) provisioned.Started(environment);
            else starting--;
        }
    }

    void IEnvironmentObserver.BecameIdle(ExecutionEnvironment environment)
    {
        TaskCompletionSource<ExecutionEnvironment>? waiter = null;
        var isLost = false;
        lock (gate)
        {
            if (environment.IsProvisioned && !provisioned.MayKeep(environment)) isLost = true;
            else if (environment is { IsProvisioned: false, IsWorn: true }) isLost = true; // who waits has a start of its own on its way
            else if (waiting.Count > 0 && environment.TryClaim()) waiter = waiting.Dequeue();
            else if (retired) isLost = true;
            else if (environment.IsProvisioned) provisioned.Keep(environment);
            else idle.Insert(environment.State == EnvironmentState.Reset ? 0 : idle.Count, environment);
        }

        waiter?.SetResult(environment);
        if (isLost) environment.Drain();
    }

    void IEnvironmentObserver.FailedToStart(ExecutionEnvironment environment, Exception why)
    {
        TaskCompletionSource<ExecutionEnvironment>? waiter = null;
        lock (gate)
        {
            if (environment.IsProvisioned)
            {
                provisioned.FailedToStart(why);
                return;
            }

            starting--;
            CompleteIfDrained();
            if (waiting.Count > starting) waiter = waiting.Dequeue(); // the others have starts of their own on their way
        }

        waiter?.SetException(why);
    }

    void IEnvironmentObserver.Ended(ExecutionEnvironment environment)
    {
        var missing = 0;
        lock (gate)
        {
            all.Remove(environment);
            idle.Remove(environment);
            if (environment.IsProvisioned) missing = provisioned.Ended(environment);
            CompleteIfDrained();
        }

        for (var i = 0; i < missing; i++) _ = StartOneAsync(isProvisioned: true);
    }

    private async Task StartOneAsync(bool isProvisioned)
    {
        var environment = launcher.Create(Function, isProvisioned, this);
        lock (gate) all.Add(environment);
        try
        {
            if (!await launcher.StartAsync(environment, isProvisioned ? GiveUpProvisioning : GiveUpStart)) await environment.DiscardAsync();
        }
        catch (Exception failure)
        {
            await environment.AbandonAsync(failure);
        }
    }

    /// <summary>Gives up one start where fewer wait than environments are being started: others have served them meanwhile.</summary>
    private bool GiveUpStart()
    {
        lock (gate)
        {
            if (starting <= waiting.Count) return false;
            starting--;
            return true;
        }
    }

    private bool GiveUpProvisioning()
    {
        lock (gate) return provisioned.GiveUpStart();
    }

    /// <summary>What is kept ready goes first, then the latest used.</summary>
    private ExecutionEnvironment? TakeIdle()
    {
        if (provisioned.Take() is { } kept) return kept;
        if (idle.Count == 0) return null;
        var newest = idle[^1];
        idle.RemoveAt(idle.Count - 1);
        return newest;
    }

    private void CompleteIfDrained()
    {
        if (retired && all.Count == 0 && starting == 0 && !provisioned.IsStarting) drained.TrySetResult();
    }
}
