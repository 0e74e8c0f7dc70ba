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
            while (idle.Count > 0)
            {
                var newest = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                if (newest.TryClaim()) return ValueTask.FromResult(newest);
            }

            var isStarted = starting > waiting.Count;
            if (!isStarted) rate.Take();
            waiting.Enqueue(waiter);
            if (isStarted) return new ValueTask<ExecutionEnvironment>(waiter.Task);
            starting++;
        }

        _ = StartOneAsync();
        return new ValueTask<ExecutionEnvironment>(waiter.Task);
    }

    /// <summary>The environments without an event at this moment.</summary>
    public ExecutionEnvironment[] ListIdle()
    {
        lock (gate) return [.. idle];
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
            unused = [.. idle];
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
            rest = [.. all];
            CompleteIfDrained();
        }

        await Task.WhenAll(rest.Select(environment => environment.DisposeAsync().AsTask()));
    }

    void IEnvironmentObserver.Started(ExecutionEnvironment environment)
    {
        lock (gate) starting--;
    }

    void IEnvironmentObserver.BecameIdle(ExecutionEnvironment environment)
    {
        TaskCompletionSource<ExecutionEnvironment>? waiter = null;
        lock (gate)
        {
            if (waiting.Count > 0 && environment.TryClaim()) waiter = waiting.Dequeue();
            else if (!retired) idle.Insert(environment.State == EnvironmentState.Reset ? 0 : idle.Count, environment);
        }

        if (waiter is not null) waiter.SetResult(environment);
        else if (retired) environment.Drain();
    }

    void IEnvironmentObserver.FailedToStart(ExecutionEnvironment environment, Exception why)
    {
        TaskCompletionSource<ExecutionEnvironment>? waiter = null;
        lock (gate)
        {
            starting--;
            CompleteIfDrained();
            if (waiting.Count > starting) waiter = waiting.Dequeue(); // the others have starts of their own on their way
        }

        waiter?.SetException(why);
    }

    void IEnvironmentObserver.Ended(ExecutionEnvironment environment)
    {
        lock (gate)
        {
            all.Remove(environment);
            idle.Remove(environment);
            CompleteIfDrained();
        }
    }

    private async Task StartOneAsync()
    {
        var environment = launcher.Create(Function, this);
        lock (gate) all.Add(environment);
        try
        {
            if (!await launcher.StartAsync(environment, GiveUpStart)) await environment.DiscardAsync();
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

    private void CompleteIfDrained()
    {
        if (retired && all.Count == 0 && starting == 0) drained.TrySetResult();
    }
}
