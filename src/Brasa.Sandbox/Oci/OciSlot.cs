using System.Net;
using System.Net.Sockets;
using Brasa.Sandbox.Images;
using Brasa.Sandbox.Network;

namespace Brasa.Sandbox.Oci;

/// <summary>
/// A prepared place for one container at a time. It owns what outlives a container (user ids, network, <c>/tmp</c>) and the
/// <see cref="OciBerth"/> that the next one uses up.
/// </summary>
internal sealed class OciSlot : ISandboxSlot
{
    /// <summary>A runtime that takes longer hangs; on a machine under load one takes a tenth of it.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly OciMachine machine;
    private readonly ResourceStack resources = new();
    private readonly SemaphoreSlim gate = new(1);
    private readonly CancellationTokenSource ending = new();
    private readonly uint userIds;
    private readonly Bundle bundle;
    private readonly NetworkNamespace network;
    private readonly SandboxLink? link;
    private TmpMount tmp;
    private OciBerth? berth;
    private OciSandbox? sandbox;
    private bool isReturned;

    public OciSlot(OciMachine machine)
    {
        this.machine = machine;
        Id = Guid.NewGuid().ToString("N")[..12];
        try
        {
            userIds = machine.UserIds.Take();
            resources.Push(() => machine.UserIds.Return(userIds));
            bundle = resources.Push(new Bundle(machine.BundlesDirectory, Id));
            network = resources.Push(NetworkNamespace.Create(PlanNetwork()));
            if (machine.Egress is { } egress) link = resources.Push(egress.Connect(network));
            Listeners = [.. network.Listeners.Take(machine.Options.Ports.Count)];
            tmp = new TmpMount(machine.Tmp, machine.Options.SpareTmpBytes, bundle.TmpDirectory, userIds);
            resources.Push(() => tmp.Dispose());
            berth = new OciBerth(machine, bundle, userIds);
            machine.Open[Id] = this;
        }
        catch
        {
            resources.Dispose();
            throw;
        }
    }

    public string Id { get; }

    public IReadOnlyList<Socket> Listeners { get; }

    public EndPoint AddressInside(int index) => new IPEndPoint(IPAddress.Loopback, machine.Options.Ports[index]);

    public string Locate(SandboxMount mount) => mount.Target;

    public void HoldTo(IReadOnlyList<string> networkPolicies)
    {
        if (link is not null) link.HoldTo(networkPolicies);
        else if (networkPolicies.Count > 0) throw new SandboxException("Sandboxes have no network here that a policy could open.");
    }

    public async Task<ISandbox> StartAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        await Task.Yield(); // this may be a thread that others wait for
        await gate.WaitAsync(CancellationToken.None); // a start that is cancelled returns everything too
        try
        {
            ObjectDisposedException.ThrowIf(isReturned, this);
            if (sandbox is not null) await EndSandboxAsync();
            ct.ThrowIfCancellationRequested();

            HoldTo(spec.NetworkPolicies);
            berth ??= new OciBerth(machine, bundle, userIds);
            using var shared = spec.Shared is { } mount ? new SharedPlace(machine, mount.Directory, userIds, Id) : null;
            Configure(spec, berth, shared?.Path);
            var pid = await RunAsync(berth, ct);
            tmp.Detach();
            sandbox = new OciSandbox(bundle, pid, machine, userIds, berth, output);
            berth = null;
            return sandbox;
        }
        catch
        {
            await Task.Run(ReturnAllAsync, CancellationToken.None);
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await gate.WaitAsync();
        try
        {
            await Task.Run(ReturnAllAsync);
        }
        finally
        {
            gate.Release();
        }
    }

    private NamespacePlan PlanNetwork() =>
        machine.Egress is null ? new NamespacePlan { TcpPorts = machine.Options.Ports } : EgressNetwork.Plan(machine.Options.Ports);

    private async Task ReturnAllAsync()
    {
        if (isReturned) return;
        isReturned = true;
        machine.Open.TryRemove(Id, out _);
        try
        {
            if (sandbox is not null) await EndSandboxAsync();
        }
        finally
        {
            berth?.Dispose();
            resources.Dispose();
            machine.Children.ReapOrphans();
        }
    }

    private async Task EndSandboxAsync()
    {
        await sandbox!.DisposeAsync();
        sandbox = null;
        bundle.Clear();
    }

    private void Configure(SandboxSpec spec, OciBerth berth, string? shared)
    {
        berth.Cgroup.SetMemoryLimit(spec.Limits.MemoryBytes);
        berth.Cgroup.SetProcessLimit(spec.Limits.MaxProcesses);
        foreach (var mount in spec.Mounts) machine.Root.AddMountPoint(mount);
        if (spec.Shared is { } target) bundle.AddMountPoint(target);
        if (spec.Limits.TmpBytes != tmp.Bytes)
        {
            tmp.Dispose();
            tmp = new TmpMount(machine.Tmp, spec.Limits.TmpBytes, bundle.TmpDirectory, userIds);
        }

        tmp.Attach();
        var place = new OciPlace(machine.Root.Path, bundle.TmpDirectory, network.Path, berth.Cgroup.OciPath)
        {
            SharedParent = bundle.SharedParent,
            SharedSource = shared,
            CgroupLimitsProcesses = machine.Cgroups.LimitsProcesses,
            UserId = machine.Options.UserId,
            GroupId = machine.Options.GroupId,
            Users = machine.UserIds.Map(userIds, machine.Options.UserId),
            Groups = machine.UserIds.Map(userIds, machine.Options.GroupId),
        };
        using var file = File.Create(bundle.ConfigurationFile);
        OciConfiguration.Write(file, spec, place);
    }

    private async Task<int> RunAsync(OciBerth berth, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, ending.Token);
        limit.CancelAfter(StartLimit);
        string said;
        try
        {
            var status = await berth.Starter.RunAsync().WaitAsync(limit.Token);
            if (status.ExitCode == 0 && bundle.ReadPid() is { } pid)
            {
                berth.Cgroup.ForgetPeak();
                return pid;
            }

            said = bundle.ReadLastError() ?? berth.Starter.ReadError();
            if (said.Length == 0) said = status.ExitCode == 0 ? "it returned without starting anything" : status.ToString();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested && !ending.IsCancellationRequested)
        {
            said = $"it did not return within {StartLimit.TotalSeconds} s";
        }

        throw new SandboxException(
            $"{machine.Runtime.Path} could not start the sandbox: {said}. " +
            "Check that the command and the mounts exist; if no sandbox starts, `brasa inspect` tells what this machine lacks.");
    }
}
