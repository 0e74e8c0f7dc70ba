using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>One sandbox's place that runs one function version, one event at a time. Never shared between functions.</summary>
/// <remarks>
/// Three sides meet here: the dispatcher hands events in, the runtime takes and answers them through the Runtime API, and the sandbox says
/// when its process ends. Whoever takes <see cref="current"/> away ends the invocation, so that it ends once. A runtime that ended, or took
/// too long, is started again inside the next event, in the same place: AWS's reset and "suppressed init".
/// </remarks>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly EnvironmentStateMachine state = new();
    private readonly TimeProvider clock;
    private readonly IEnvironmentObserver observer;
    private readonly ITimer timer;
    private readonly long createdAt;
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Held while what the timer stands for changes, or while its ringing is acted upon.</summary>
    private readonly Lock timing = new();
    private RuntimeProcess runtime;
    private PendingInvocation? current;
    private PendingInvocation? answered;
    private long loadingDue;
    private ISandboxSlot? slot;
    private SandboxSpec? spec;
    private TimeSpan? unreportedInit;
    private bool isFrozen;

    public ExecutionEnvironment(FunctionVersion function, EnvironmentLog log, IEnvironmentObserver observer, TimeProvider clock)
    {
        Function = function;
        Log = log;
        this.observer = observer;
        this.clock = clock;
        createdAt = clock.GetTimestamp();
        runtime = new RuntimeProcess(this);
        timer = clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public FunctionVersion Function { get; }

    public EnvironmentLog Log { get; }

    public EnvironmentState State => state.Current;

    /// <summary>The runtime of now; each restart brings another.</summary>
    public RuntimeProcess Runtime => Volatile.Read(ref runtime);

    /// <summary>When it last went idle, in clock ticks.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Whether an event is being processed.</summary>
    public bool HasEvent => Volatile.Read(ref current) is not null;

    /// <summary>Starts the runtime in <paramref name="place"/>, which this environment owns from here on.</summary>
    /// <exception cref="SandboxException">The host could not start it; the environment is then the caller's to end.</exception>
    public async Task StartAsync(ISandboxSlot place, SandboxSpec what, CancellationToken ct)
    {
        slot = place;
        spec = what;
        StartLoading(FunctionPhases.Init);
        await Runtime.StartAsync(place, what, ct);
        _ = FinishInitAsync(Runtime);
    }

    /// <summary>Takes the environment for one event; <c>false</c> where it takes none now.</summary>
    public bool TryClaim() => state.TryMove(EnvironmentState.Busy);

    /// <summary>Hands an event to a claimed environment and waits for its end.</summary>
    /// <exception cref="SandboxException">The runtime had to be started again, and the host could not.</exception>
    public Task<InvocationOutcome> InvokeAsync(PendingInvocation invocation)
    {
        invocation.Deadline = clock.GetUtcNow() + Function.Timeout;
        invocation.StartedAt = clock.GetTimestamp();
        invocation.Due = invocation.StartedAt + Ticks(Function.Timeout);
        var process = Runtime;
        lock (timing)
        {
            Volatile.Write(ref current, invocation);
            timer.Change(Function.Timeout, Timeout.InfiniteTimeSpan);
            if (isFrozen) process.Thaw();
            isFrozen = false;
        }

        if (!TryHand(process, invocation, withInit: false)) _ = RestartAsync(invocation);
        return invocation.Outcome;
    }

    /// <summary>The runtime answers the event <paramref name="requestId"/>; <c>false</c> where that is not the one it has.</summary>
    public bool TryAnswer(ReadOnlySpan<char> requestId, InvocationOutcome outcome)
    {
        var invocation = Volatile.Read(ref current);
        if (invocation is null || !requestId.Equals(invocation.RequestId, StringComparison.OrdinalIgnoreCase)) return false;

        // It has the rest of its time to ask for the next event.
        Volatile.Write(ref answered, invocation);
        return End(invocation, outcome);
    }

    /// <summary>Whether <paramref name="requestId"/> is the event being processed.</summary>
    public bool Has(ReadOnlySpan<char> requestId) =>
        Volatile.Read(ref current) is { } invocation && requestId.Equals(invocation.RequestId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The runtime has answered its event and asks for the next.</summary>
    public void OnReady(RuntimeProcess process)
    {
        if (process == Runtime) BecomeReady(EnvironmentState.Busy, EnvironmentState.Idle);
    }

    /// <summary>The process of a loaded runtime has ended, waiting for an event or not.</summary>
    public void OnExited(RuntimeProcess process, bool wasWaiting)
    {
        if (process != Runtime) return;
        if (wasWaiting)
        {
            // Where it has been claimed meanwhile, whoever did finds nobody waiting and starts it again.
            if (!state.TryMove(EnvironmentState.Idle, EnvironmentState.Reset)) state.TryMove(EnvironmentState.Frozen, EnvironmentState.Reset);
        }
        else if (Volatile.Read(ref current) is { } invocation)
        {
            process.DrainOutput();
            EndAndReset(invocation, process.Exit!);
        }
        else
        {
            _ = ResetAsync(EnvironmentState.Busy);
        }
    }

    /// <summary>Takes no further event; ends at once when idle, otherwise after the event it has.</summary>
    public void Drain()
    {
        if (state.TryMove(EnvironmentState.Idle, EnvironmentState.Draining)
            || state.TryMove(EnvironmentState.Frozen, EnvironmentState.Draining)
            || state.TryMove(EnvironmentState.Reset, EnvironmentState.Draining))
        {
            _ = EndAsync();
        }
    }

    /// <summary>Ends an environment that could not be started, and tells those who wait for it why.</summary>
    public Task AbandonAsync(Exception why)
    {
        if (state.TryMove(EnvironmentState.Starting, EnvironmentState.Draining)) observer.FailedToStart(this, why);
        return EndAsync();
    }

    /// <summary>Kills what runs and returns every resource. Safe to call at any time, more than once.</summary>
    public async ValueTask DisposeAsync() => await AbandonAsync(new SandboxException("The environment was ended while it was starting."));

    private async Task EndAsync()
    {
        if (!state.TryEnd())
        {
            await gone.Task;
            return;
        }

        try
        {
            await timer.DisposeAsync();
            if (Volatile.Read(ref current) is { } invocation) End(invocation, RuntimeProcess.Killed);
            await Runtime.EndAsync();
            if (slot is not null) await slot.DisposeAsync();
        }
        finally
        {
            Log.Dispose();
            observer.Ended(this);
            gone.SetResult();
        }
    }

    /// <summary>AWS's INIT phase: the function is loaded before an event is there.</summary>
    private async Task FinishInitAsync(RuntimeProcess process)
    {
        if (await process.Loaded is { } failure)
        {
            process.DrainOutput();
            Log.Say(InitReport.Line(clock.GetElapsedTime(createdAt), InitPhase.Init, failure));
            await ResetAsync(EnvironmentState.Starting);
            return;
        }

        unreportedInit = clock.GetElapsedTime(createdAt);
        BecomeReady(EnvironmentState.Starting, EnvironmentState.Idle);
        if (process.Exit is not null) state.TryMove(EnvironmentState.Idle, EnvironmentState.Reset);
    }

    /// <summary>AWS's "suppressed init": the function is loaded again in the time of the event that needs it.</summary>
    private async Task RestartAsync(PendingInvocation invocation)
    {
        Log.StartInit();
        var process = new RuntimeProcess(this);
        lock (timing)
        {
            loadingDue = invocation.Due;
            Volatile.Write(ref runtime, process);
        }

        try
        {
            await process.StartAsync(slot!, spec!, CancellationToken.None);
            var failure = await process.Loaded;
            if (failure is null && TryHand(process, invocation, withInit: true)) return;

            process.DrainOutput();
            failure ??= process.Exit ?? RuntimeProcess.Killed;
            Log.Say(InitReport.Line(clock.GetElapsedTime(invocation.StartedAt), InitPhase.Invoke, failure));
            Log.Start(invocation, Function.Version, withInit: true);
            EndAndReset(invocation, failure);
        }
        catch (Exception impossible)
        {
            // The host could not make a sandbox, or the environment was ended meanwhile.
            if (Interlocked.CompareExchange(ref current, null, invocation) == invocation) invocation.Fail(impossible);
            await EndAsync();
        }
    }

    private bool TryHand(RuntimeProcess process, PendingInvocation invocation, bool withInit)
    {
        if (process.TakeRequest() is not { } request) return false;
        Log.Start(invocation, Function.Version, withInit);
        request.SetResult(invocation);
        return true;
    }

    private void BecomeReady(EnvironmentState from, EnvironmentState to)
    {
        IdleSince = clock.GetTimestamp();
        Volatile.Write(ref answered, null);
        lock (timing) timer.Change(to == EnvironmentState.Idle ? FunctionPhases.BeforeFreeze : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!state.TryMove(from, to)) return;
        if (from == EnvironmentState.Starting) observer.Started(this);
        observer.BecameIdle(this);
    }

    /// <summary>Ends the runtime; the next event starts another.</summary>
    private async Task ResetAsync(EnvironmentState from)
    {
        await Runtime.EndAsync();
        BecomeReady(from, EnvironmentState.Reset);
    }

    private void StartLoading(TimeSpan limit)
    {
        lock (timing)
        {
            loadingDue = clock.GetTimestamp() + Ticks(limit);
            timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Somebody's time is up: that of loading, of an event, of asking for the next one, or of being idle without being frozen.</summary>
    private void OnTimer()
    {
        var process = Runtime;
        PendingInvocation? invocation;
        bool isLoading;
        lock (timing)
        {
            if (state.TryMove(EnvironmentState.Idle, EnvironmentState.Frozen))
            {
                process.Freeze();
                isFrozen = true;
                return;
            }

            invocation = Volatile.Read(ref current) ?? answered;
            isLoading = !process.Loaded.IsCompleted;
            if (!isLoading && invocation is null) return;

            // Timers are coarser than the clock and may ring early.
            var left = (isLoading ? loadingDue : invocation!.Due) - clock.GetTimestamp();
            if (left > 0)
            {
                timer.Change(TimeSpan.FromSeconds((double)left / clock.TimestampFrequency) + Millisecond, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        if (isLoading) process.TryFailToLoad(new InvocationOutcome.TimedOut(invocation is null ? FunctionPhases.Init : Function.Timeout));
        else if (invocation != answered) EndAndReset(invocation!, new InvocationOutcome.TimedOut(Function.Timeout));
        else if (Interlocked.CompareExchange(ref answered, null, invocation) == invocation) _ = ResetAsync(EnvironmentState.Busy);
    }

    private void EndAndReset(PendingInvocation invocation, InvocationOutcome outcome)
    {
        if (!End(invocation, outcome)) return;
        _ = ResetAsync(EnvironmentState.Busy);
    }

    private bool End(PendingInvocation invocation, InvocationOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref current, null, invocation) != invocation) return false;

        var duration = outcome is InvocationOutcome.TimedOut timedOut ? timedOut.After : clock.GetElapsedTime(invocation.StartedAt);
        var init = unreportedInit;
        unreportedInit = null;

        // The caller waits only for the lines it asked for; otherwise it is answered first.
        if (invocation.Tail is null) invocation.End(outcome);
        Runtime.DrainOutput();
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
            PeakMemoryBytes = Runtime.ReadPeakMemory(),
            Status = OutcomeText.Status(outcome),
            ErrorType = OutcomeText.ReportedErrorType(outcome),
        });
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}
