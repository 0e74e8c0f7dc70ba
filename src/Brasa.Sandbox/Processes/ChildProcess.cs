using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>How a process ended: one of the two is set, or none when somebody else reaped it.</summary>
internal readonly record struct ChildStatus(int? ExitCode, int? Signal);

/// <summary>A child of this process, watched through a pidfd and reaped when it ends.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int CodeOffset = 8, StatusOffset = 24;

    private readonly TaskCompletionSource<ChildStatus> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly Descriptor handle;
    private readonly IDisposable watch;
    private readonly Action<int>? reaped;

    /// <summary>Watches a child not yet reaped; its pid is therefore still its own.</summary>
    /// <param name="reactor">Calls when it ends.</param>
    /// <param name="pid">The child.</param>
    /// <param name="reaped">Called on the reactor thread once it has been waited for.</param>
    public ChildProcess(Reactor reactor, int pid, Action<int>? reaped = null)
    {
        Pid = pid;
        this.reaped = reaped;
        handle = new Descriptor(NativeCall.Check(LibC.OpenProcess(pid), $"pidfd_open of process {pid}"));
        lock (gate) watch = reactor.Watch(handle, Reap); // Reap may run before the assignment
    }

    public int Pid { get; }

    public Task<ChildStatus> Exited => exited.Task;

    /// <summary>Refers to the process while this object lives, and to no later one with its pid.</summary>
    public Descriptor Handle => handle;

    /// <summary>Sends SIGKILL; harmless when the process is gone.</summary>
    public void Kill() => _ = LibC.SignalProcess(handle, LibC.SIGKILL);

    public void Dispose()
    {
        watch.Dispose();
        handle.Dispose();
    }

    private unsafe void Reap()
    {
        var info = stackalloc byte[LibC.SigInfoBytes];
        new Span<byte>(info, LibC.SigInfoBytes).Clear();
        // SAFETY: `info` has room for a siginfo_t, whose si_code and si_status lie at these offsets on 64-bit Linux.
        var result = LibC.WaitId(LibC.P_PIDFD, handle.Number, info, LibC.WEXITED | LibC.WNOHANG);
        if (result < 0 && NativeCall.LastError == NativeCall.EINTR) return;

        lock (gate) watch.Dispose();
        var status = *(int*)(info + StatusOffset);
        exited.TrySetResult(
            result < 0 ? default
            : *(int*)(info + CodeOffset) == LibC.CLD_EXITED ? new ChildStatus(status, null)
            : new ChildStatus(null, status));
        reaped?.Invoke(Pid);
    }
}
