using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;

namespace Brasa.Lambda.Environments;

/// <summary>The environments of one function version: hands an idle one to each event, and starts one where none is idle.</summary>
/// <remarks>
/// Waiting events are served in order, by whichever environment is ready first. Idle ones are used latest first, so that those not needed
/// any more grow old and are reaped.
/// </remarks>
internal sealed class EnvironmentPool(FunctionVersion function, IEnvironmentLauncher launcher) : IEnvironmentObserver, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<ExecutionEnvironment> idle = [];
    private readonly Queue<TaskCompletionSource<Grant>> waiting = new();
    private readonly HashSet<ExecutionEnvironment> all = [];
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int starting;
    private bool retired;

    /// <summary>What a waiting event gets: an environment claimed for it, or one that failed to load the function, and how.</summary>
    internal readonly record struct Grant(ExecutionEnvironment Environment, InvocationOutcome? Failure);

    public FunctionVersion Function { get; } = function;

    /// <summary>Completes when the pool is retired and its last environment has ended.</summary>
    public Task Drained => drained.Task;

    /// <summary>An environment claimed for one event.</summary>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox.</exception>
    public ValueTask<Grant> AcquireAsync()
    {
        var waiter = new TaskCompletionSource<Grant>();
        lock (gate)
        {
            while (idle.Count > 0)
            {
                var newest = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                if (newest.TryClaim()) return ValueTask.FromResult(new Grant(newest, null));
            }

            waiting.Enqueue(waiter);
            if (starting >= waiting.Count) return new ValueTask<Grant>(waiter.Task);
            starting++;
        }

        _ = StartOneAsync();
        return new ValueTask<Grant>(waiter.Task);
    }

    /// <summary>Ends environments that have been idle since before <paramref name="since"/>, in clock ticks.</summary>
    public void Reap(long since)
    {
        ExecutionEnvironment[] old;
        lock (gate)
        {
            old = [.. idle.TakeWhile(environment => environment.IdleSince < since)];
            idle.RemoveRange(0, old.Length);
        }

        foreach (var environment in old) environment.Drain();
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

    void IEnvironmentObserver.Loaded(ExecutionEnvironment environment)
    {
        lock (gate) starting--;
    }

    void IEnvironmentObserver.BecameIdle(ExecutionEnvironment environment)
    {
        TaskCompletionSource<Grant>? waiter = null;
        lock (gate)
        {
            if (waiting.Count > 0 && environment.TryClaim()) waiter = waiting.Dequeue();
            else if (!retired) idle.Add(environment);
        }

        if (waiter is not null) waiter.SetResult(new Grant(environment, null));
        else if (retired) environment.Drain();
    }

    void IEnvironmentObserver.FailedToLoad(ExecutionEnvironment environment, InvocationOutcome failure) =>
        TakeWaiterOfFailedStart()?.SetResult(new Grant(environment, failure));

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
            await launcher.StartAsync(environment);
        }
        catch (Exception failure)
        {
            if (environment.TryGiveUp()) TakeWaiterOfFailedStart()?.SetException(failure);
            await environment.DisposeAsync();
        }
    }

    private TaskCompletionSource<Grant>? TakeWaiterOfFailedStart()
    {
        lock (gate)
        {
            starting--;
            CompleteIfDrained();
            return waiting.TryDequeue(out var waiter) ? waiter : null;
        }
    }

    private void CompleteIfDrained()
    {
        if (retired && all.Count == 0 && starting == 0) drained.TrySetResult();
    }
}
