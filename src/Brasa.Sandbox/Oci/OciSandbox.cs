using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>A running container.</summary>
internal sealed class OciSandbox : ISandbox
{
    private readonly OciMachine machine;
    private readonly ICgroup cgroup;
    private readonly ResourceStack resources;
    private readonly ChildProcess init;
    private readonly OutputPump pump;
    private readonly Lazy<Task> disposal;

    /// <summary>Takes over a container just started, and with it the resources of its slot.</summary>
    public OciSandbox(
        string id, int pid, OciMachine machine, ICgroup cgroup, Starter starter, ISandboxOutput output, ResourceStack resources)
    {
        Id = id;
        this.machine = machine;
        this.cgroup = cgroup;
        this.resources = resources;
        init = machine.Children.Watch(pid);
        resources.Push(EndInit);
        pump = resources.Push(new OutputPump(machine.Reactor, starter.Output, starter.Error, output));
        Exited = ObserveAsync();
        disposal = new Lazy<Task>(() => Task.Run(DisposeOnceAsync));
    }

    public string Id { get; }

    public Task<SandboxExit> Exited { get; }

    public void SetCpuLimit(double? vcpus) => cgroup.SetCpuLimit(vcpus);

    public long ReadPeakCharge() => cgroup.ReadPeakCharge();

    public MemoryUsage ReadMemory() => cgroup.ReadMemory();

    public void DrainOutput() => pump.Drain();

    public ValueTask DisposeAsync() => new(disposal.Value);

    private async Task<SandboxExit> ObserveAsync()
    {
        var status = await init.Exited;
        pump.Drain();
        var outOfMemory = status.Signal == LibC.SIGKILL && cgroup.CountOutOfMemoryKills() > 0;
        return new SandboxExit(status.ExitCode, status.Signal, outOfMemory);
    }

    private async Task DisposeOnceAsync()
    {
        init.Kill();
        await Exited;
        machine.Open.TryRemove(Id, out _);
        resources.Dispose();
    }

    /// <summary>The kernel ends every process of the pid namespace before it reports the end of its init.</summary>
    private void EndInit()
    {
        init.Kill();
        init.Exited.Wait();
        init.Dispose();
    }
}
