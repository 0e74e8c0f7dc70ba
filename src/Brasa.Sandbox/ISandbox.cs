namespace Brasa.Sandbox;

/// <summary>A running sandbox. Disposing it kills everything inside and returns what is not its slot's; doing so twice is harmless.</summary>
public interface ISandbox : IAsyncDisposable
{
    /// <summary>The id of the slot it was started in.</summary>
    string Id { get; }

    /// <summary>Completes when the init process ends, whatever the cause, after its last output has been handed over. Never faults.</summary>
    Task<SandboxExit> Exited { get; }

    /// <summary>Lowers the memory limit, with swap off, and forgets the peak so far where the kernel can.</summary>
    /// <exception cref="IOException">The sandbox is gone.</exception>
    void SetMemoryLimit(long bytes);

    /// <summary>Lowers the size that a file may have at most, for the process inside and those it starts from now on.</summary>
    /// <exception cref="SandboxException">The process inside has ended.</exception>
    void LimitFileSize(long bytes);

    /// <summary>Shows a directory of the host inside, from now on, at a place that is there already.</summary>
    /// <exception cref="SandboxException">Either is not there, or the process inside has ended.</exception>
    /// <exception cref="ObjectDisposedException">The sandbox is gone.</exception>
    void Show(SandboxMount mount);

    /// <summary>Shows a directory of the host inside to read and write.</summary>
    /// <exception cref="SandboxException">The directory is no longer what it was, or the process inside has ended.</exception>
    /// <exception cref="ObjectDisposedException">The sandbox is gone.</exception>
    void Show(SharedMount mount);

    /// <summary>Sets the CPU quota in vCPUs over a 20 ms period; null lifts it, which is how a sandbox starts.</summary>
    void SetCpuLimit(double? vcpus);

    /// <summary>Stops every process inside from running until <see cref="Thaw"/>; what is on its way through the kernel stops as it leaves it.</summary>
    /// <exception cref="IOException">The sandbox is gone.</exception>
    void Freeze();

    /// <summary>Lets the processes run on; harmless where they do.</summary>
    /// <exception cref="IOException">The sandbox is gone.</exception>
    void Thaw();

    /// <summary>The most bytes charged to the sandbox so far, file pages included, or those charged now where the kernel keeps no peak; far
    /// cheaper than <see cref="ReadMemory"/>.</summary>
    long ReadPeakCharge();

    /// <summary>Reads what the sandbox's processes use now and have used at most.</summary>
    MemoryUsage ReadMemory();

    /// <summary>How many bytes the processes wrote that have not been handed to the <see cref="ISandboxOutput"/>.</summary>
    int CountPendingOutput();

    /// <summary>Returns when every byte the processes wrote before the call has been handed to the <see cref="ISandboxOutput"/>.</summary>
    void DrainOutput();
}
