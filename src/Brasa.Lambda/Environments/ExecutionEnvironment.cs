using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Metering;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>One sandbox's place that runs one function version, one event at a time. Never shared between functions.</summary>
/// <remarks>
/// Three sides meet here: the dispatcher hands events in, the runtime takes and answers them through the Runtime API, and the sandbox says
/// when its process ends; a timer is the fourth. What an event or a runtime comes to is decided under <see cref="gate"/>, by whoever moves the state
/// on or takes the event away, and carried out outside it. A runtime that ended, or took too long, is started again inside the next event, in the same
/// place: AWS's reset and "suppressed init".
/// </remarks>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly EnvironmentStateMachine state = new();
    private readonly TimeProvider clock;
    private readonly long createdAt;
    private readonly IEnvironmentObserver observer;
    private readonly IInvocationMeter meter;
    private readonly ITimer timer;
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RuntimeProcess runtime;
    private ISandboxSlot? slot;
    private SandboxSpec? spec;

    /// <summary>The event that the runtime is to answer.</summary>
    private PendingInvocation? current;

    /// <summary>The event that it has answered; its time goes on until the runtime asks for the next.</summary>
    private PendingInvocation? answered;

    /// <summary>The runtime that loads the function, and when its time for that is over, in clock ticks.</summary>
    private (RuntimeProcess? Runtime, long Due) loading;
    private long initStartedAt;
    private TimeSpan? unreportedInit;
    private bool isFrozen;
    private int isAnnounced;

    /// <param name="function">What it runs.</param>
    /// <param name="isProvisioned">Whether it is kept ready for events to come.</param>
    /// <param name="log">Where it prints to.</param>
    /// <param name="meter">Meters its invocations.</param>
    /// <param name="observer">Told what becomes of it.</param>
    /// <param name="clock">Time.</param>
    public ExecutionEnvironment(FunctionVersion function, bool isProvisioned, EnvironmentLog log, IInvocationMeter meter, IEnvironmentObserver observer, TimeProvider clock)
    {
        Function = function;
        IsProvisioned = isProvisioned;
        Log = log;
        Caller = new SandboxCaller(function);
        this.meter = meter;
        this.observer = observer;
        this.clock = clock;
        createdAt = clock.GetTimestamp();
        runtime = new RuntimeProcess(this);
        timer = clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public FunctionVersion Function { get; }

    /// <summary>Whether it is one of provisioned concurrency: kept ready for events to come.</summary>
    public bool IsProvisioned { get; }

    public EnvironmentLog Log { get; }

    /// <summary>Who calls through its own AWS endpoint.</summary>
    public SandboxCaller Caller { get; }

    public EnvironmentState State => state.Current;

    /// <summary>The runtime of now; each restart brings another.</summary>
    public RuntimeProcess Runtime => Volatile.Read(ref runtime);

    /// <summary>When it last went idle, in clock ticks.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Whether it has lived as long as its credentials allow, and is to take no further event.</summary>
    public bool IsWorn => clock.GetElapsedTime(createdAt) > FunctionPhases.Life;

    /// <summary>Whether an event is to be answered.</summary>
    public bool HasEvent => Volatile.Read(ref current) is not null;

    /// <summary>Starts the runtime in <paramref name="place"/>, which this environment owns from here on.</summary>
    /// <exception cref="SandboxException">The host could not start it; the environment is then the caller's to end.</exception>
    public async Task StartAsync(ISandboxSlot place, SandboxSpec what, CancellationToken ct)
    {
        slot = place;
        spec = what;
        var process = Runtime;
        lock (gate)
        {
            BeginInit(process);
        }

        await process.StartAsync(place, what, Log, ct);
        if (IsProvisioned) _ = LimitSlowLoadAsync(process);
        _ = FinishInitAsync(process);
    }

    /// <summary>Makes a sandbox that has booted already the runtime's, and owns it from here on.</summary>
    /// <param name="warm">The sandbox, with all that the function needs in it.</param>
    /// <param name="what">What would have been started, for when the runtime has to be started again.</param>
    public void Start(WarmSandbox warm, SandboxSpec what)
    {
        slot = warm.Slot;
        spec = what;
        lock (gate)
        {
            Volatile.Write(ref runtime, warm.Runtime);
            BeginInit(warm.Runtime);
        }

        warm.HandOver(this, what);
        if (IsProvisioned) _ = LimitSlowLoadAsync(warm.Runtime);
        _ = FinishInitAsync(warm.Runtime);
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
        lock (gate)
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
        PendingInvocation invocation;
        lock (gate)
        {
            if (current is null || !requestId.Equals(current.RequestId, StringComparison.OrdinalIgnoreCase)) return false;
            invocation = current;
            invocation.Answer = outcome;
            meter.Answered(invocation, clock.GetElapsedTime(invocation.StartedAt), unreportedInit, outcome);
            (current, answered) = (null, invocation);
        }

        // The caller waits only for the lines it asked for, the REPORT among them; otherwise it is answered first.
        if (invocation.Tail is null) invocation.End(outcome);
        return true;
    }

    /// <summary>Whether <paramref name="requestId"/> is the event to be answered.</summary>
    public bool Has(ReadOnlySpan<char> requestId) =>
        Volatile.Read(ref current) is { } invocation && requestId.Equals(invocation.RequestId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The runtime has answered its event and asks for the next: only now is that one over, and paid for.</summary>
    public void OnReady(RuntimeProcess process)
    {
        PendingInvocation? done;
        lock (gate)
        {
            if (process != runtime) return;
            (done, answered) = (answered, null);
        }

        // This is a thread that others wait for, and how much it has to read is the function's choice.
        if (process.HasMuchOutput) Task.Run(() => FinishEvent(done));
        else FinishEvent(done);
    }

    private void FinishEvent(PendingInvocation? done)
    {
        if (done is not null) Conclude(done, done.Answer!);
        BecomeReady(EnvironmentState.Busy, EnvironmentState.Idle);
    }

    /// <summary>The process of a loaded runtime has ended, waiting for an event or not.</summary>
    public void OnExited(RuntimeProcess process, bool wasWaiting)
    {
        PendingInvocation? lost, done;
        lock (gate)
        {
            if (process != runtime) return;
            if (wasWaiting)
            {
                // Where it has been claimed meanwhile, whoever did finds nobody waiting and starts it again.
                if (!state.TryMove(EnvironmentState.Idle, EnvironmentState.Reset)) state.TryMove(EnvironmentState.Frozen, EnvironmentState.Reset);
                (lost, done) = (null, null);
            }
            else if (!TryInterrupt(out lost, out done)) return;
        }

        if (wasWaiting)
        {
            if (IsProvisioned) Drain(); // what is kept ready has loaded the function
            return;
        }

        FinishInterrupted(lost, process.Exit!, done);
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

    /// <summary>Ends an environment whose start was given up, and that nobody waits for.</summary>
    public Task DiscardAsync()
    {
        Interlocked.Exchange(ref isAnnounced, 1);
        return EndAsync();
    }

    /// <summary>Ends an environment, and tells those who wait for its start why it failed.</summary>
    public Task AbandonAsync(Exception why)
    {
        if (Interlocked.Exchange(ref isAnnounced, 1) == 0) observer.FailedToStart(this, why);
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
            PendingInvocation? lost, done;
            lock (gate) TakeEvents(out lost, out done);
            if (lost is not null) Conclude(lost, RuntimeProcess.Killed);
            if (done is not null) Conclude(done, done.Answer!);
            await Runtime.EndAsync();
        }
        finally
        {
            try
            {
                if (slot is not null) await slot.DisposeAsync();
            }
            finally
            {
                Log.Dispose();
                observer.Ended(this);
                gone.SetResult();
            }
        }
    }

    private TimeSpan InitLimit => IsProvisioned ? FunctionPhases.ProvisionedInit : FunctionPhases.Init;

    private void BeginInit(RuntimeProcess process)
    {
        initStartedAt = clock.GetTimestamp();
        loading = (process, initStartedAt + Ticks(InitLimit));
        timer.Change(InitLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>AWS's INIT phase: the function is loaded before an event is there.</summary>
    private async Task FinishInitAsync(RuntimeProcess process)
    {
        if (await process.Loaded is { } failure)
        {
            process.DrainOutput();
            Log.EndInit(new InitReport(clock.GetElapsedTime(initStartedAt), InitPhase.Init, IsProvisioned, failure));
            if (state.TryMove(EnvironmentState.Starting, EnvironmentState.Resetting)) await FinishResetAsync();
            return;
        }

        var init = clock.GetElapsedTime(initStartedAt);
        Log.EndInit(new InitReport(init, InitPhase.Init, IsProvisioned, Failure: null));
        if (!IsProvisioned) unreportedInit = init;
        BecomeReady(EnvironmentState.Starting, EnvironmentState.Idle);
        if (process.Exit is not null) state.TryMove(EnvironmentState.Idle, EnvironmentState.Reset);
    }

    /// <summary>AWS's "suppressed init": the function is loaded again in the time of the event that needs it.</summary>
    private async Task RestartAsync(PendingInvocation invocation)
    {
        Log.StartInit();
        var process = new RuntimeProcess(this);
        lock (gate)
        {
            loading = (process, invocation.Due);
            Volatile.Write(ref runtime, process);
        }

        try
        {
            await process.StartAsync(slot!, spec!, Log, CancellationToken.None);
            _ = LimitSlowLoadAsync(process);
            var failure = await process.Loaded;
            if (failure is null && TryHand(process, invocation, withInit: true)) return;

            process.DrainOutput();
            failure ??= process.Exit ?? RuntimeProcess.Killed;
            Log.EndInit(new InitReport(clock.GetElapsedTime(invocation.StartedAt), InitPhase.Invoke, IsProvisioned, failure));
            Log.Start(invocation, Function.Version, withInit: true);

            PendingInvocation? lost;
            lock (gate)
            {
                if (!TryInterrupt(out lost, out _)) return;
            }

            FinishInterrupted(lost, failure, null);
        }
        catch (Exception impossible)
        {
            // The host could not make a sandbox, or the environment was ended meanwhile.
            PendingInvocation? lost;
            lock (gate) TakeEvents(out lost, out _);
            lost?.Fail(impossible);
            await EndAsync();
        }
    }

    /// <summary>Loading has no CPU limit for as long as AWS's INIT may take, and no longer.</summary>
    private async Task LimitSlowLoadAsync(RuntimeProcess process)
    {
        await Task.WhenAny(process.Loaded, Task.Delay(FunctionPhases.Init, clock));
        if (!process.Loaded.IsCompleted) process.LimitProcessor();
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
        lock (gate)
        {
            if (!state.TryMove(from, to)) return;
            IdleSince = clock.GetTimestamp();
            timer.Change(to == EnvironmentState.Idle ? FunctionPhases.BeforeFreeze : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (Interlocked.Exchange(ref isAnnounced, 1) == 0) observer.Started(this);
        observer.BecameIdle(this);
    }

    /// <summary>Somebody's time is up: that of loading, of an event, of asking for the next one, or of being idle without being frozen.</summary>
    private void OnTimer()
    {
        RuntimeProcess? slow;
        PendingInvocation? lost = null, done = null;
        lock (gate)
        {
            if (state.TryMove(EnvironmentState.Idle, EnvironmentState.Frozen))
            {
                runtime.Freeze();
                isFrozen = true;
                return;
            }

            slow = loading.Runtime is { Loaded.IsCompleted: false } ? loading.Runtime : null;
            if ((slow is null ? (current ?? answered)?.Due : loading.Due) is not { } due) return;

            // Timers are coarser than the clock and may ring early.
            var left = due - clock.GetTimestamp();
            if (left > 0)
            {
                timer.Change(TimeSpan.FromSeconds((double)left / clock.TimestampFrequency) + Millisecond, Timeout.InfiniteTimeSpan);
                return;
            }

            if (slow is null && !TryInterrupt(out lost, out done)) return;
        }

        if (slow is null) FinishInterrupted(lost, new InvocationOutcome.TimedOut(Function.Timeout), done);
        else slow.TryFailToLoad(new InvocationOutcome.TimedOut(HasEvent ? Function.Timeout : InitLimit));
    }

    /// <summary>Stops what a busy environment does and takes its events away, to be concluded by the caller; <c>false</c> where it is not busy.</summary>
    private bool TryInterrupt(out PendingInvocation? lost, out PendingInvocation? done)
    {
        (lost, done) = (null, null);
        if (!state.TryMove(EnvironmentState.Busy, EnvironmentState.Resetting)) return false;
        TakeEvents(out lost, out done);
        return true;
    }

    private void TakeEvents(out PendingInvocation? lost, out PendingInvocation? done) =>
        (lost, done, current, answered) = (current, answered, null, null);

    private void FinishInterrupted(PendingInvocation? lost, InvocationOutcome outcome, PendingInvocation? done)
    {
        if (lost is not null) Conclude(lost, outcome);
        if (done is not null) Conclude(done, done.Answer!);
        _ = FinishResetAsync();
    }

    /// <summary>Ends the runtime; the next event starts another.</summary>
    private async Task FinishResetAsync()
    {
        try
        {
            await Runtime.EndAsync();
        }
        catch (Exception failure)
        {
            // What cannot be ended is never used again.
            await AbandonAsync(failure);
            return;
        }

        // Whatever the old one has still to say is of no concern any more.
        lock (gate) Volatile.Write(ref runtime, new RuntimeProcess(this));
        BecomeReady(EnvironmentState.Resetting, EnvironmentState.Reset);
    }

    /// <summary>Ends an event, and what it cost, for good.</summary>
    private void Conclude(PendingInvocation invocation, InvocationOutcome outcome)
    {
        var duration = outcome is InvocationOutcome.TimedOut timedOut ? timedOut.After : clock.GetElapsedTime(invocation.StartedAt);
        var init = unreportedInit;
        unreportedInit = null;
        if (invocation.Answer is null) meter.Answered(invocation, duration, init, outcome);
        if (invocation.Tail is null) invocation.End(outcome);
        try
        {
            Runtime.DrainOutput();
            Report(invocation, outcome, duration, init);
        }
        finally
        {
            invocation.End(outcome);
            invocation.Release();
        }
    }

    private void Report(PendingInvocation invocation, InvocationOutcome outcome, TimeSpan duration, TimeSpan? init)
    {
        if (OutcomeText.PlatformLine(invocation.RequestId, clock.GetUtcNow(), outcome) is { } line) Log.Say(line);
        var report = new InvocationReport
        {
            RequestId = invocation.RequestId,
            Duration = duration,
            InitDuration = init,
            MemoryMiB = Function.MemoryMiB,
            PeakMemoryBytes = Runtime.ReadPeakMemory(),
            Status = OutcomeText.Status(outcome),
            ErrorType = OutcomeText.ReportedErrorType(outcome),
        };
        meter.Finished(invocation, report);
        Log.End(report);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}
