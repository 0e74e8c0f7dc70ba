using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.None;

/// <summary>A plain child process and its descendants, held together by the session it started in.</summary>
internal sealed class ProcessSandbox : ISandbox
{
    private readonly ChildProcess process;
    private readonly OutputPump pump;
    private readonly Lazy<Task> disposal;

    public ProcessSandbox(string id, Reactor reactor, int pid, Descriptor stdout, Descriptor stderr, ISandboxOutput output)
    {
        Id = id;
        process = new ChildProcess(reactor, pid);
        pump = new OutputPump(reactor, stdout, stderr, output);
        Exited = ObserveAsync();
        disposal = new Lazy<Task>(() => Task.Run(DisposeOnceAsync));
    }

    public string Id { get; }

    public Task<SandboxExit> Exited { get; }

    /// <inheritdoc cref="SetCpuLimit"/>
    public void SetMemoryLimit(long bytes)
    {
    }

    /// <inheritdoc cref="SetCpuLimit"/>
    public void LimitFileSize(long bytes)
    {
    }

    public void Show(SandboxMount mount) => throw new SandboxException("A process without isolation has no mounts of its own.");

    public void Show(SharedMount mount) => throw new SandboxException("A process without isolation has no mounts of its own.");

    /// <summary>Does nothing: there is no limit without isolation.</summary>
    public void SetCpuLimit(double? vcpus)
    {
    }

    /// <summary>Does nothing: a plain process runs on.</summary>
    public void Freeze()
    {
    }

    /// <inheritdoc cref="Freeze"/>
    public void Thaw()
    {
    }

    public long ReadPeakCharge() => ReadMemory().PeakBytes;

    /// <summary>The first process's resident memory without file pages; its descendants are not counted.</summary>
    public MemoryUsage ReadMemory() => ProcessTable.ReadMemory(process.Pid);

    public int CountPendingOutput() => pump.CountPending();

    public void DrainOutput() => pump.Drain();

    public ValueTask DisposeAsync() => new(disposal.Value);

    private async Task<SandboxExit> ObserveAsync()
    {
        var status = await process.Exited;
        pump.Drain();
        return new SandboxExit(status.ExitCode, status.Signal, OutOfMemory: false);
    }

    private async Task DisposeOnceAsync()
    {
        ProcessTable.KillSession(process.Pid);
        process.Kill();
        await Exited;
        pump.Dispose();
        process.Dispose();
    }
}
