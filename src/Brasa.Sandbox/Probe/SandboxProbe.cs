using System.Globalization;
using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Oci;

namespace Brasa.Sandbox.Probe;

/// <summary>Looks at what a machine offers, without changing anything on it.</summary>
public static class SandboxProbe
{
    /// <summary>The pieces, as findings name them.</summary>
    internal const string Rights = "rights", Runtime = "OCI runtime", ControlGroups = "control groups", Mounts = "mounts", TmpImages = "/tmp images", UserNamespaces = "namespaces";

    private const string MaxUserNamespaces = "/proc/sys/user/max_user_namespaces";

    /// <summary>Inspects this machine.</summary>
    public static HostReport Inspect(SandboxOptions options)
    {
        var problems = new List<HostProblem>();
        bool Note(string check, bool present, string what, string remedy)
        {
            if (!present) problems.Add(new HostProblem(what, remedy) { Check = check });
            return present;
        }

        var privilege = Privileges.Held;
        Note(
            Rights, privilege != Privilege.None, "Isolation needs root, or a user namespace with mounts of its own, which this machine refuses to ordinary users.",
            "sudo brasa up; or, where AppArmor refuses, sysctl kernel.apparmor_restrict_unprivileged_userns=0");
        var runtime = HostTools.Find(options.OciRuntime);
        Note(Runtime, runtime is not null, $"The OCI runtime {options.OciRuntime} is not installed.", $"apt-get install {Path.GetFileName(options.OciRuntime)}");
        var isRootless = privilege == Privilege.Rootless;
        if (runtime is not null && isRootless)
            Note(Runtime, new OciRuntime(runtime).StartsInsideCgroup, $"Without root, {options.OciRuntime} cannot start sandboxes.", "brasa up --oci-runtime crun");
        var cgroups = isRootless ? CgroupHost.Detect().Delegated() : CgroupHost.Detect();
        Note(ControlGroups, isRootless || cgroups.Version != "none", "No cgroup file system with memory, cpu and pids is mounted.", "mount -t cgroup2 cgroup2 /sys/fs/cgroup");
        Note(
            ControlGroups, cgroups.MissingControllers.Count == 0, $"The control groups at {cgroups.V2Root} lack: {string.Join(", ", cgroups.MissingControllers)}.",
            "boot without cgroup_disable=; in a container or service, have it given those controllers");
        var mounts = Note(
            Mounts, PrivateMounts.InUse, "This process shares its mount namespace with the machine.", "unshare --mount --propagation slave brasa up");
        var mkfs = isRootless || Note(TmpImages, HostTools.Find("mkfs.ext4") is not null, "mkfs.ext4, which makes /tmp images, is not installed.", "apt-get install e2fsprogs");
        var loop = isRootless || Note(TmpImages, File.Exists("/dev/loop-control"), "The kernel offers no loop devices.", "modprobe loop");
        var users = Note(UserNamespaces, HasUserNamespaces(), "The kernel makes no user namespaces.", "sysctl user.max_user_namespaces=10000");

        return new HostReport
        {
            IsRoot = privilege == Privilege.Root,
            IsRootless = isRootless,
            OwnUserIds = privilege == Privilege.Root || new UserIdRanges(Privileges.CountIds()).AreDistinct,
            OciRuntimePath = runtime,
            OciRuntimeVersion = runtime is null ? null : new OciRuntime(runtime).ReadVersion(),
            Cgroup = cgroups.Version,
            PrivateMountNamespace = mounts,
            TmpImages = !isRootless && mkfs && loop,
            UserNamespaces = users,
            EgressProblems = EgressProbe.Inspect(options.OpenedNetworks),
            Problems = problems,
        };
    }

    private static bool HasUserNamespaces() =>
        File.Exists(MaxUserNamespaces)
        && int.Parse(File.ReadAllText(MaxUserNamespaces), CultureInfo.InvariantCulture) > 0;
}
