using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>One sandbox that runs one function version, one event at a time. Never shared between functions.</summary>
/// <remarks>
/// Three sides meet here: the dispatcher hands events in, the runtime takes and answers them through the Runtime API, and the sandbox says
/// when its process ends. Whoever takes <see cref="current"/> away ends the invocation, so that it ends once.
/// </remarks>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly InvocationOutcome Killed = new InvocationOutcome.Exited(new SandboxExit(null, null, OutOfMemory: false));

    private readonly EnvironmentStateMachine state = new();
    private readonly TimeProvider clock;
    private readonly IEnvironmentObserver observer;
    private readonly ITimer timer;
    private readonly long createdAt;
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<PendingInvocation>? next;
    private PendingInvocation? current;
    private MemoryWatermark? memory;
    private ISandboxSlot? slot;
    private ISandbox? sandbox;
    private TimeSpan? unreportedInit;

    public ExecutionEnvironment(FunctionVersion function, EnvironmentLog log, IEnvironmentObserver observer, TimeProvider clock)
    {
        Function = function;
        Log = log;
        this.observer = observer;
        this.clock = clock;
        createdAt = clock.GetTimestamp();
        timer = clock.CreateTimer(_ => OnTimeUp(), null, FunctionPhases.Init + function.Timeout, Timeout.InfiniteTimeSpan);
    }

    public FunctionVersion Function { get; }

    public EnvironmentLog Log { get; }

    public EnvironmentState State => state.Current;

    /// <summary>When it last went idle, in clock ticks.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Starts the runtime in <paramref name="place"/>, which this environment owns from here on.</summary>
    public async Task StartAsync(ISandboxSlot place, SandboxSpec spec, CancellationToken ct)
    {
        slot = place;
        var started = await place.StartAsync(spec, Log, ct);
        memory = new MemoryWatermark(started);
        Interlocked.Exchange(ref sandbox, started);
        if (state.Current == EnvironmentState.Gone)
        {
            // Its time was up before it had started.
            await started.DisposeAsync();
            return;
        }

        _ = started.Exited.ContinueWith(exit => OnExited(exit.Result), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        // A quick runtime has asked for its first event before whoever started it knew of it.
        if (Volatile.Read(ref next) is not null) FinishLoading(started);
    }

    /// <summary>Takes the idle environment for one event; <c>false</c> where it is not idle any more.</summary>
    public bool TryClaim() => state.TryMove(EnvironmentState.Idle, EnvironmentState.Busy);

    /// <summary>Hands an event to a claimed environment and waits for its end.</summary>
    public Task<InvocationOutcome> InvokeAsync(PendingInvocation invocation)
    {
        invocation.Deadline = clock.GetUtcNow() + Function.Timeout;
        invocation.StartedAt = clock.GetTimestamp();
        Log.Start(invocation, Function.Version, withInit: false);
        Volatile.Write(ref current, invocation);
        timer.Change(Function.Timeout, Timeout.InfiniteTimeSpan);

        if (Interlocked.Exchange(ref next, null) is not { } waiting || !waiting.TrySetResult(invocation)) End(invocation, Killed);
        return invocation.Outcome;
    }

    /// <summary>Ends an event that was waiting for this environment, which could not load the function.</summary>
    public InvocationOutcome Fail(PendingInvocation invocation, InvocationOutcome failure)
    {
        Log.Start(invocation, Function.Version, withInit: true);
        Report(invocation, failure, clock.GetElapsedTime(createdAt), init: null);
        return failure;
    }

    /// <summary>The runtime asks for its next event, which also says that it is ready for one.</summary>
    /// <returns><c>null</c> where it may not ask now: it has an event that it has not answered, or is asking already. The task is cancelled
    /// when the environment ends.</returns>
    public Task<PendingInvocation>? NextAsync()
    {
        if (Volatile.Read(ref current) is not null) return null;
        var waiting = new TaskCompletionSource<PendingInvocation>();
        if (Interlocked.CompareExchange(ref next, waiting, null) is not null) return null;

        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        IdleSince = clock.GetTimestamp();
        if (state.TryMove(EnvironmentState.Busy, EnvironmentState.Idle))
        {
            observer.BecameIdle(this);
        }
        else if (Volatile.Read(ref sandbox) is { } started)
        {
            FinishLoading(started);
        }

        return waiting.Task;
    }

    /// <summary>The runtime answers the event <paramref name="requestId"/>; <c>false</c> where that is not the one it has.</summary>
    public bool TryAnswer(ReadOnlySpan<char> requestId, InvocationOutcome outcome)
    {
        var invocation = Volatile.Read(ref current);
        if (invocation is null || !requestId.Equals(invocation.RequestId, StringComparison.OrdinalIgnoreCase)) return false;
        return End(invocation, outcome);
    }

    /// <summary>Whether <paramref name="requestId"/> is the event that the runtime has.</summary>
    public bool Has(ReadOnlySpan<char> requestId) =>
        Volatile.Read(ref current) is { } invocation && requestId.Equals(invocation.RequestId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The runtime says that it could not load the function; <c>false</c> once it has loaded it.</summary>
    public bool TryFailToLoad(InvocationOutcome failure)
    {
        if (!TryGiveUp()) return false;
        sandbox?.DrainOutput();
        Log.Say(InitReport.Line(clock.GetElapsedTime(createdAt), failure));
        observer.FailedToLoad(this, failure);
        return true;
    }

    /// <summary>Ends the wait for a start: whoever is told so says to the observer, or to those who wait, what became of it, and nobody else does.</summary>
    public bool TryGiveUp() => state.TryMove(EnvironmentState.Starting, EnvironmentState.Draining);

    /// <summary>Takes no further event; ends at once when idle, otherwise after the event it has.</summary>
    public void Drain()
    {
        if (state.TryMove(EnvironmentState.Idle, EnvironmentState.Draining)) _ = EndAsync();
    }

    /// <summary>Kills what runs and returns every resource. Safe to call at any time, more than once.</summary>
    public ValueTask DisposeAsync() => new(EndAsync());

    private async Task EndAsync()
    {
        if (TryGiveUp()) observer.FailedToLoad(this, Killed);
        if (!state.TryEnd())
        {
            await gone.Task;
            return;
        }

        await timer.DisposeAsync();
        Interlocked.Exchange(ref next, null)?.TrySetCanceled();
        if (Volatile.Read(ref current) is { } invocation) End(invocation, Killed);
        try
        {
            if (sandbox is not null) await sandbox.DisposeAsync();
            if (slot is not null) await slot.DisposeAsync();
        }
        finally
        {
            Log.Dispose();
            observer.Ended(this);
            gone.SetResult();
        }
    }

    private void FinishLoading(ISandbox started)
    {
        if (state.Current != EnvironmentState.Starting) return;

        // What was printed while loading belongs to no event.
        started.DrainOutput();

        // Fails where the sandbox is going already, and then loading has failed: the state must still tell so.
        started.SetCpuLimit(Function.Memory.Vcpus);
        if (!state.TryMove(EnvironmentState.Starting, EnvironmentState.Idle)) return;

        unreportedInit = clock.GetElapsedTime(createdAt);
        observer.Loaded(this);
        observer.BecameIdle(this);
    }

    private void OnTimeUp()
    {
        if (Volatile.Read(ref current) is { } invocation) End(invocation, new InvocationOutcome.TimedOut(Function.Timeout));
        else TryFailToLoad(new InvocationOutcome.TimedOut(FunctionPhases.Init + Function.Timeout));
        _ = EndAsync();
    }

    private void OnExited(SandboxExit exit)
    {
        sandbox!.DrainOutput();
        var outcome = new InvocationOutcome.Exited(exit);
        if (Volatile.Read(ref current) is { } invocation) End(invocation, outcome);
        else TryFailToLoad(outcome);
        _ = EndAsync();
    }

    private bool End(PendingInvocation invocation, InvocationOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref current, null, invocation) != invocation) return false;

        var duration = outcome is InvocationOutcome.TimedOut timedOut ? timedOut.After : clock.GetElapsedTime(invocation.StartedAt);
        var init = unreportedInit;
        unreportedInit = null;

        // The caller waits only for the lines it asked for; otherwise it is answered first.
        if (invocation.Tail is null) invocation.End(outcome);
        sandbox?.DrainOutput();
        Report(invocation, outcome, duration, init);
        if (invocation.Tail is not null) invocation.End(outcome);
        return true;
    }

    private void Report(PendingInvocation invocation, InvocationOutcome outcome, TimeSpan duration, TimeSpan? init)
    {
        if (OutcomeText.PlatformLine(invocation.RequestId, clock.GetUtcNow(), outcome) is { } line) Log.Say(line);
        Log.End(new InvocationReport
        {
            RequestId = invocation.RequestId,
            Duration = duration,
            InitDuration = init,
            MemoryMiB = Function.MemoryMiB,
            PeakMemoryBytes = memory?.Read() ?? 0,
            Status = OutcomeText.Status(outcome),
            ErrorType = OutcomeText.ReportedErrorType(outcome),
        });
    }
}

/// <summary>Told what becomes of an environment.</summary>
internal interface IEnvironmentObserver
{
    /// <summary>It has loaded the function; said once, before it first becomes idle.</summary>
    void Loaded(ExecutionEnvironment environment);

    /// <summary>It waits for an event.</summary>
    void BecameIdle(ExecutionEnvironment environment);

    /// <summary>It could not load the function and will never take an event.</summary>
    void FailedToLoad(ExecutionEnvironment environment, InvocationOutcome failure);

    /// <summary>It and all that belonged to it are gone.</summary>
    void Ended(ExecutionEnvironment environment);
}
