using Brasa.Lambda.Invocation;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>
/// One run of a function's runtime, from the start of its process to its end: it loads the function, then takes events one by one. One that was
/// booted before anybody knew for which function waits for its assignment first.
/// </summary>
/// <param name="owner">Whose it is; <c>null</c> where that comes with the assignment.</param>
/// <remarks>Who took <see cref="next"/> away decides: a runtime that is handed an event is not found waiting when its process ends.</remarks>
internal sealed class RuntimeProcess(ExecutionEnvironment? owner)
{
    /// <summary>How a process ended that was killed before it could say so itself.</summary>
    public static readonly InvocationOutcome Killed = new InvocationOutcome.Exited(new SandboxExit(null, null, OutOfMemory: false));

    private const int MuchOutput = 4096;

    private readonly TaskCompletionSource<InvocationOutcome?> loaded = new();
    private readonly TaskCompletionSource booted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> assignment = new();
    private ExecutionEnvironment? environment = owner;
    private TaskCompletionSource<PendingInvocation>? next;
    private MemoryWatermark? memory;
    private ISandbox? sandbox;
    private InvocationOutcome? exit;

    /// <summary>Completes when the runtime waits for its assignment; cancelled where it ended before.</summary>
    public Task Booted => booted.Task;

    /// <summary>Completes when the function is loaded, with <c>null</c>, or with how that failed.</summary>
    public Task<InvocationOutcome?> Loaded => loaded.Task;

    /// <summary>Whether the function is loaded.</summary>
    public bool IsLoaded => loaded.Task is { IsCompletedSuccessfully: true, Result: null };

    /// <summary>How the process ended; <c>null</c> while it runs.</summary>
    public InvocationOutcome? Exit => Volatile.Read(ref exit);

    /// <summary>Starts it. What it then does is told by <see cref="Loaded"/> and to its environment.</summary>
    /// <exception cref="SandboxException">The host could not start it.</exception>
    public async Task StartAsync(ISandboxSlot slot, SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        var started = await slot.StartAsync(spec, output, ct);
        memory = new MemoryWatermark(started);
        Interlocked.Exchange(ref sandbox, started);
        _ = AwaitExitAsync(started);

        // A quick runtime has asked for its first event before whoever started it knew of it.
        if (Volatile.Read(ref next) is not null) FinishLoading(started);
    }

    /// <summary>The runtime asks what it is to be.</summary>
    /// <returns><c>null</c> where it knows, or has asked before. The task is cancelled when the process ends.</returns>
    public Task<ReadOnlyMemory<byte>>? AskAssignment() => environment is null && booted.TrySetResult() ? assignment.Task : null;

    /// <summary>Gives what an environment's function needs into the sandbox that runs already.</summary>
    /// <param name="missing">What it is to see and does not yet.</param>
    /// <param name="shared">What it is to see and write to, if anything.</param>
    /// <param name="limits">What it may use.</param>
    /// <exception cref="SandboxException">The sandbox is gone, or a mount is not possible.</exception>
    /// <exception cref="IOException">The sandbox is gone.</exception>
    public void Fit(IEnumerable<SandboxMount> missing, SharedMount? shared, SandboxLimits limits)
    {
        foreach (var mount in missing) sandbox!.Show(mount);
        if (shared is not null) sandbox!.Show(shared);
        if (limits.LimitsFileSize) sandbox!.LimitFileSize(limits.TmpBytes);
        sandbox!.SetMemoryLimit(limits.MemoryBytes);
    }

    /// <summary>Tells a booted runtime what it is from now on.</summary>
    /// <param name="to">Whose it is.</param>
    /// <param name="variables">Its environment variables, as a JSON object.</param>
    public void Assign(ExecutionEnvironment to, ReadOnlyMemory<byte> variables)
    {
        Volatile.Write(ref environment, to);
        assignment.TrySetResult(variables);
    }

    /// <summary>The runtime asks for its next event, which also says that it is ready for one.</summary>
    /// <returns><c>null</c> where it may not ask now: it has an event that it has not answered, or is asking already. The task is cancelled
    /// when the process ends.</returns>
    public Task<PendingInvocation>? NextAsync()
    {
        if (environment is null || Exit is not null || (IsLoaded && environment.HasEvent)) return null;
        var waiting = new TaskCompletionSource<PendingInvocation>();
        if (Interlocked.CompareExchange(ref next, waiting, null) is not null) return null;

        if (Exit is not null) TakeRequest()?.TrySetCanceled();
        else if (IsLoaded) environment.OnReady(this);
        else if (Volatile.Read(ref sandbox) is { } started) FinishLoading(started);
        return waiting.Task;
    }

    /// <summary>The runtime answers the event <paramref name="requestId"/>; <c>false</c> where that is not the one it has.</summary>
    public bool TryAnswer(ReadOnlySpan<char> requestId, InvocationOutcome outcome) => IsLoaded && environment!.TryAnswer(requestId, outcome);

    /// <summary>Whether <paramref name="requestId"/> is the event that the runtime has.</summary>
    public bool Has(ReadOnlySpan<char> requestId) => IsLoaded && environment!.Has(requestId);

    /// <summary>Loading has failed: the runtime says so, or its time is up. <c>false</c> once the function is loaded, or has failed to.</summary>
    public bool TryFailToLoad(InvocationOutcome failure) => loaded.TrySetResult(failure);

    /// <summary>The runtime's request for its next event, to be answered by who takes it; <c>null</c> where there is none, because the process
    /// has ended.</summary>
    public TaskCompletionSource<PendingInvocation>? TakeRequest() => Interlocked.Exchange(ref next, null);

    /// <summary>Stops the process from running; one that is ending needs not be stopped.</summary>
    public void Freeze() => WhileThere(static running => running.Freeze());

    /// <summary>Lets it run on.</summary>
    public void Thaw() => WhileThere(static running => running.Thaw());

    /// <summary>Whether reading what the process has written takes longer than a moment.</summary>
    public bool HasMuchOutput => sandbox?.CountPendingOutput() > MuchOutput;

    /// <summary>Returns when all that the process has written so far is in the log.</summary>
    public void DrainOutput() => sandbox?.DrainOutput();

    /// <summary>The most memory it has used, in bytes.</summary>
    public long ReadPeakMemory() => memory?.Read() ?? 0;

    /// <summary>The memory it uses now, in bytes; none once it is gone.</summary>
    public long ReadMemory()
    {
        try
        {
            return Volatile.Read(ref sandbox)?.ReadMemory().NowBytes ?? 0;
        }
        catch (Exception)
        {
            return 0; // nobody who looks through them all may stop at this one
        }
    }

    /// <summary>Sets the CPU limit of the function's memory size.</summary>
    public void LimitProcessor() => WhileThere(running => running.SetCpuLimit(environment!.Function.Memory.Vcpus));

    /// <summary>Kills it and waits for its end; harmless where it has ended.</summary>
    public async Task EndAsync()
    {
        TakeRequest()?.TrySetCanceled();
        assignment.TrySetCanceled();
        if (Volatile.Read(ref sandbox) is { } started) await started.DisposeAsync();
    }

    private void FinishLoading(ISandbox started)
    {
        // What was printed while loading belongs to no event.
        started.DrainOutput();
        try
        {
            started.SetCpuLimit(environment!.Function.Memory.Vcpus);
            loaded.TrySetResult(null);
        }
        catch (IOException)
        {
            loaded.TrySetResult(Killed); // without its control group it is on its way out
        }
    }

    private async Task AwaitExitAsync(ISandbox started)
    {
        var how = new InvocationOutcome.Exited(await started.Exited);
        Volatile.Write(ref exit, how);
        loaded.TrySetResult(how);
        booted.TrySetCanceled();
        assignment.TrySetCanceled();

        var waiting = TakeRequest();
        waiting?.TrySetCanceled();
        if (IsLoaded) environment!.OnExited(this, wasWaiting: waiting is not null);
    }

    private void WhileThere(Action<ISandbox> action)
    {
        if (Volatile.Read(ref sandbox) is not { } running) return;
        try
        {
            action(running);
        }
        catch (IOException)
        {
            // Its end, on its way already, is told by OnExited.
        }
    }
}
