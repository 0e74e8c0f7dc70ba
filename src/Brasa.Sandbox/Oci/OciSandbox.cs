using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>A running container.</summary>
internal sealed class OciSandbox : ISandbox
{
    private readonly Bundle bundle;
    private readonly OciMachine machine;
    private readonly uint userIds;
    private readonly OciBerth berth;
    private readonly ChildProcess init;
    private readonly OutputPump pump;
    private readonly Lazy<Task> disposal;

    /// <summary>Takes over a container just started, and its berth.</summary>
    public OciSandbox(Bundle bundle, int pid, OciMachine machine, uint userIds, OciBerth berth, ISandboxOutput output)
    {
        this.bundle = bundle;
        this.machine = machine;
        this.userIds = userIds;
        this.berth = berth;
        init = machine.Children.Watch(pid);
        pump = new OutputPump(machine.Reactor, berth.Starter.Output, berth.Starter.Error, output);
        Exited = ObserveAsync();
        disposal = new Lazy<Task>(() => Task.Run(DisposeOnceAsync));
    }

    public string Id => bundle.Id;

    public Task<SandboxExit> Exited { get; }

    private ICgroup Cgroup => berth.Cgroup;

    public void SetMemoryLimit(long bytes)
    {
        Cgroup.SetMemoryLimit(bytes);
        Cgroup.ForgetPeak();
    }

    public void LimitFileSize(long bytes)
    {
        // Where the process has ended just now its id is free, but the kernel goes through all others before it gives that again.
        NativeCall.Check(LibC.LimitFileSize(init.Pid, (ulong)bytes), "Limiting the size of files");
    }

    public void Show(SandboxMount mount) => LateMount.Show(mount, init);

    public void Show(SharedMount mount)
    {
        using var tree = SharedTree.Open(machine, mount.Directory, userIds);
        bundle.AddMountPoint(mount);
        LateMount.Show(new SandboxMount(bundle.SharedParent, SharedMount.Parent), init);
        LateMount.Attach(tree, mount.Target, init);
    }

    public void SetCpuLimit(double? vcpus) => Cgroup.SetCpuLimit(vcpus);

    public void Freeze() => Cgroup.Freeze();

    public void Thaw() => Cgroup.Thaw();

    public long ReadPeakCharge() => Cgroup.ReadPeakCharge();

    public MemoryUsage ReadMemory() => Cgroup.ReadMemory();

    public int CountPendingOutput() => pump.CountPending();

    public void DrainOutput() => pump.Drain();

    public ValueTask DisposeAsync() => new(disposal.Value);

    private async Task<SandboxExit> ObserveAsync()
    {
        var status = await init.Exited;
        bundle.ForgetPid(); // it may be another's from now on
        pump.Drain();
        var outOfMemory = status.Signal == LibC.SIGKILL && Cgroup.CountOutOfMemoryKills() > 0;
        return new SandboxExit(status.ExitCode, status.Signal, outOfMemory);
    }

    /// <summary>The kernel ends every process of the pid namespace before it reports the end of its init.</summary>
    private async Task DisposeOnceAsync()
    {
        init.Kill(); // whatever becomes of the control group; where that is frozen, it dies as it is let go
        try
        {
            Cgroup.Kill();
        }
        catch (Exception e) when (e is IOException or SandboxException)
        {
            // Whatever else is inside ends with the init, which has its signal.
        }

        await Exited;
        pump.Dispose();
        init.Dispose();
        berth.Dispose();
    }
}
