using System.Security.Cryptography;
using System.Text;
using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Images;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Probe;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>Makes sandboxes from Linux namespaces, control groups and seccomp through an OCI runtime.</summary>
public sealed class OciSandboxHost : ISandboxHost
{
    private readonly OciMachine machine;
    private readonly ResourceStack resources;
    private readonly SlotPool<OciSlot> pool;
    private int disposed;

    private OciSandboxHost(OciMachine machine, HostProblem? egressProblem, ResourceStack resources)
    {
        EgressProblem = egressProblem;
        this.machine = machine;
        this.resources = resources;
        pool = new SlotPool<OciSlot>(machine.Options.SpareSlots, SandboxOptions.MostSpareSlots, () => new OciSlot(machine), TimeProvider.System);
    }

    /// <summary>Whether sandboxes reach the world.</summary>
    public bool HasEgress => machine.Egress is not null;

    /// <summary>Why they do not although they would if it were possible, or what may stop them all the same.</summary>
    public HostProblem? EgressProblem { get; }

    /// <summary>
    /// Starts on a data directory that the caller has locked: reclaims what a server killed there left behind, then prepares the root
    /// filesystem and the first slots. Takes some 50 ms.
    /// </summary>
    /// <exception cref="SandboxException">The machine lacks something; the message says what, and how to mend it.</exception>
    public static OciSandboxHost Start(SandboxOptions options)
    {
        options = options.Validated();
        RequirePrivilege();
        var resources = new ResourceStack();
        try
        {
            var instance = NameInstance(options.DataDirectory);
            var egress = StartEgress(options, instance, out var egressProblem);
            if (egress is not null) resources.Push(egress);
            return new OciSandboxHost(Prepare(options, instance, egress, resources), egressProblem, resources);
        }
        catch
        {
            resources.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool MountsLate => true;

    /// <inheritdoc/>
    public async Task<ISandboxSlot> ReserveAsync(CancellationToken ct) => await pool.TakeAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await pool.DisposeAsync();
        foreach (var open in machine.Open.Values) await open.DisposeAsync();
        machine.Children.ReapOrphans();
        resources.Dispose();
    }

    private static void RequirePrivilege()
    {
        if (Privileges.Held == Privilege.None)
            throw new SandboxException(
                "Isolation needs root, or a user namespace: start this with the brasa launcher, under unshare --user --map-root-user --mount, or with --isolation none.");
        if (!PrivateMounts.InUse)
            throw new SandboxException(
                "This process shares its mount namespace with the machine. Start it with the brasa launcher, or under: unshare --mount --propagation slave");
    }

    /// <summary>Returns null where sandboxes have no egress: for the reason given, or because none is wanted.</summary>
    private static EgressNetwork? StartEgress(SandboxOptions options, string instance, out HostProblem? problem)
    {
        problem = null;
        if (options.Network == SandboxNetwork.None)
        {
            ReclaimEgress(instance);
            return null;
        }

        // A firewall may let sandboxes through all the same: who asks for egress knows.
        var isWanted = options.Network == SandboxNetwork.Egress;
        var obstacle = EgressProbe.FindObstacle(options.OpenedNetworks);
        problem = obstacle ?? EgressProbe.FindFirewall();
        if (isWanted && obstacle is not null)
            throw Refuse(obstacle);
        if (!isWanted && problem is not null)
        {
            ReclaimEgress(instance);
            return null;
        }

        try
        {
            return EgressNetwork.Start(options, instance);
        }
        catch (SandboxException e)
        {
            problem = new HostProblem(e.Message, "a kernel with veth and nf_tables, masquerading included");
            return isWanted ? throw Refuse(problem) : null;
        }
    }

    /// <summary>Without root there has been none.</summary>
    private static void ReclaimEgress(string instance)
    {
        if (Privileges.Held == Privilege.Root) EgressNetwork.Reclaim(instance);
    }

    private static SandboxException Refuse(HostProblem problem) =>
        new($"Functions cannot reach the network from here. {problem.What} Mend it with: {problem.Remedy}. Or give --network none.");

    private static OciMachine Prepare(SandboxOptions options, string instance, EgressNetwork? egress, ResourceStack resources)
    {
        var runtime = new OciRuntime(options.OciRuntime);

        var isRoot = Privileges.Held == Privilege.Root;
        if (!isRoot && !runtime.StartsInsideCgroup)
            throw new SandboxException($"Without root, crun is the runtime that can start sandboxes: {runtime.Path} manages control groups itself. Give --oci-runtime crun.");

        var mounts = isRoot ? Path.Combine(options.MountDirectory, instance) : PrivateMounts.FindPlace(options.DataDirectory);
        resources.Push(() => Unmount(mounts, isRoot ? options.MountDirectory : null));
        PrivateMounts.MountTmpfs(mounts);
        var root = RootFilesystem.Build(Directory.CreateDirectory(Path.Combine(mounts, "root")).FullName, options.UserId, options.GroupId);
        var shared = Directory.CreateDirectory(Path.Combine(mounts, "shared")).FullName;
        var bundles = Directory.CreateDirectory(Path.Combine(mounts, "bundles")).FullName;

        var cgroups = resources.Push(isRoot ? OpenCgroups(instance) : OpenDelegatedCgroups(instance, bundles));
        cgroups.Reclaim();

        ITmpSource tmp = isRoot ? new TmpImages(Path.Combine(options.DataDirectory, "tmp-images")) : new TmpMemory();
        tmp.Prepare(options.SpareTmpBytes);

        AdoptOrphans();
        var machine = new OciMachine(options, runtime, resources.Push(new Reactor()), cgroups, tmp, root, bundles, shared, egress);
        resources.Push(cgroups.Directories.Count > 0
            ? Watchdog.OfCgroups(machine.Children, cgroups.Directories)
            : Watchdog.OfContainers(machine.Children, bundles));
        SharedTree.Require(machine);
        return machine;
    }

    private static ICgroupTree OpenCgroups(string instance)
    {
        var groups = CgroupHost.Detect();
        if (groups.V1 is not null) PrivateMounts.HideMixedHierarchy(groups.V2Root);
        return groups.OpenTree(instance);
    }

    private static ICgroupTree OpenDelegatedCgroups(string instance, string bundles)
    {
        var groups = CgroupHost.Detect().Delegated();
        if (groups.V2Root is not null) return groups.OpenTree(instance);
        PrivateMounts.HideHierarchies();
        return new ProcessTrees(bundles);
    }

    /// <summary>Two servers on one machine never touch one another's groups and mounts.</summary>
    private static string NameInstance(string dataDirectory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..8];

    /// <summary>A container's first process, left behind by its runtime, becomes our child: we then learn how it ends.</summary>
    private static void AdoptOrphans() =>
        // SAFETY: takes values; it holds for the whole process.
        NativeCall.Check(LibC.ProcessControl(LibC.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl(PR_SET_CHILD_SUBREAPER)");

    private static void Unmount(string mounts, string? parent)
    {
        PrivateMounts.Detach(mounts);
        if (parent is null) return;
        CgroupDirectory.TryRemove(mounts);
        CgroupDirectory.TryRemove(parent);
    }
}
