using System.Net;
using System.Net.Sockets;
using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>A prepared place for one container.</summary>
internal sealed class OciSlot : ISandboxSlot
{
    private readonly OciMachine machine;
    private readonly ResourceStack resources = new();
    private readonly uint userIds;
    private readonly Bundle bundle;
    private readonly ICgroup cgroup;
    private readonly NetworkNamespace network;
    private readonly Starter starter;
    private int used;

    public OciSlot(OciMachine machine)
    {
        this.machine = machine;
        Id = Guid.NewGuid().ToString("N")[..12];
        try
        {
            userIds = machine.UserIds.Take();
            resources.Push(() => machine.UserIds.Return(userIds));
            bundle = resources.Push(new Bundle(machine.BundlesDirectory, Id));
            network = resources.Push(NetworkNamespace.Create(machine.Options.Ports));
            cgroup = resources.Push(machine.Cgroups.Create(Id));
            MountTmp(machine.Options.SpareTmpBytes);
            starter = resources.Push(new Starter(machine.Children, machine.Runtime, bundle, cgroup));
            machine.Open[Id] = this;
        }
        catch
        {
            resources.Dispose();
            throw;
        }
    }

    public string Id { get; }

    public IReadOnlyList<Socket> Listeners => network.Listeners;

    public EndPoint AddressInside(int index) => new IPEndPoint(IPAddress.Loopback, machine.Options.Ports[index]);

    public string Locate(SandboxMount mount) => mount.Target;

    public async Task<ISandbox> StartAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref used, 1) != 0) throw new InvalidOperationException($"Slot {Id} has been used.");
        try
        {
            ct.ThrowIfCancellationRequested();
            Configure(spec);
            await RunAsync(ct);

            // From here on only the sandbox holds these.
            network.CloseHandle();
            UnmountTmp();
            var sandbox = new OciSandbox(Id, bundle.ReadPid(), machine, cgroup, starter, output, resources);
            machine.Open[Id] = sandbox;
            return sandbox;
        }
        catch
        {
            await Task.Run(ReturnAll, CancellationToken.None);
            machine.Children.ReapOrphans();
            throw;
        }
    }

    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref used, 1) == 0 ? new ValueTask(Task.Run(ReturnAll)) : ValueTask.CompletedTask;

    private void ReturnAll()
    {
        machine.Open.TryRemove(Id, out _);
        resources.Dispose();
    }

    private void Configure(SandboxSpec spec)
    {
        cgroup.SetLimits(spec.Limits.MemoryBytes, spec.Limits.MaxProcesses);
        foreach (var mount in spec.Mounts) machine.Root.AddMountPoint(mount);
        if (spec.Limits.TmpBytes != machine.Options.SpareTmpBytes)
        {
            UnmountTmp();
            MountTmp(spec.Limits.TmpBytes);
        }

        var place = new OciPlace(
            machine.Root.Path, bundle.TmpDirectory, network.Path, cgroup.OciPath, userIds, machine.Options.UserId, machine.Options.GroupId);
        using var file = File.Create(bundle.ConfigurationFile);
        OciConfiguration.Write(file, spec, place);
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var status = await starter.RunAsync().WaitAsync(ct);
        if (status.ExitCode == 0)
        {
            cgroup.ForgetPeak();
            return;
        }

        var said = bundle.ReadLastError() ?? starter.ReadError();
        throw new SandboxException(
            $"{machine.Runtime.Path} could not start the sandbox: {(said.Length > 0 ? said : status.ToString())}. " +
            "Check that the command and the mounts exist; if no sandbox starts, `brasa inspect` tells what this machine lacks.");
    }

    private void MountTmp(long bytes)
    {
        machine.Images.Mount(bytes, bundle.TmpDirectory, userIds);
        resources.Push(UnmountTmp);
    }

    private void UnmountTmp() => _ = LibC.Unmount(bundle.TmpDirectory, LibC.MNT_DETACH);
}
