using System.Globalization;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Oci;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Probe;

/// <summary>Whether the kernel has what sandboxes are made of, and lets it be used.</summary>
internal static class KernelFindings
{
    private const string Kernel = "kernel", Namespaces = SandboxProbe.UserNamespaces, Seccomp = "seccomp", MappedMounts = "mapped mounts";

    /// <summary>Of which <see cref="SandboxProbe"/> tells that there are none.</summary>
    private const string UserNamespaces = "user.max_user_namespaces";

    /// <summary>Fewer namespaces than this, of any kind, and the machine's limit is met before its memory is full.</summary>
    private const long FewNamespaces = 1_000;

    private static readonly string[] Kinds = ["user", "mnt", "pid", "net", "ipc", "uts", "cgroup"];

    public static IEnumerable<Finding> Of(string dataDirectory) => [Calls(), NamespaceKinds(), .. NamespaceLimits(), .. Refusals(), Filters(), .. Mapping(dataDirectory)];

    private static Finding Calls()
    {
        var release = Read("/proc/sys/kernel/osrelease");
        var missing = LibC.MissingCalls();
        return missing.Count == 0
            ? Finding.Ok(Kernel, $"Linux {release} has all system calls that are needed")
            : Finding.Problem(Kernel, $"Linux {release} lacks, or something that encloses this process forbids: {string.Join(", ", missing)}.", "Linux 5.12 or later; in a container, one without a seccomp profile");
    }

    private static Finding NamespaceKinds() => Kinds.Where(kind => !File.Exists($"/proc/self/ns/{kind}")).ToList() is { Count: > 0 } missing
        ? Finding.Problem(Namespaces, $"The kernel has no namespaces of the kind: {string.Join(", ", missing)}.", "a kernel with them, as distributions have")
        : Finding.Ok(Namespaces, $"the kernel has those of all kinds: {string.Join(", ", Kinds)}");

    private static IEnumerable<Finding> NamespaceLimits()
    {
        var limits = Kinds.Select(kind => $"user.max_{kind}_namespaces").Select(name => (Name: name, Text: Read($"/proc/sys/{name.Replace('.', '/')}")))
            .Where(limit => limit.Text.Length > 0).Select(limit => (limit.Name, Most: long.Parse(limit.Text, CultureInfo.InvariantCulture))).ToList();
        foreach (var (name, most) in limits.Where(limit => limit.Most < FewNamespaces && limit != (UserNamespaces, 0)))
        {
            var remedy = $"sysctl {name}=10000, and the same in /etc/sysctl.d for good";
            yield return most == 0 ? Finding.Problem(Namespaces, $"{name} is 0.", remedy) : Finding.Warning(
                Namespaces, $"{name} is {most}.", "Every execution environment takes one: so many run at once, and no more.", remedy);
        }
    }

    /// <summary>Settings by which distributions keep ordinary users from making user namespaces.</summary>
    private static IEnumerable<Finding> Refusals()
    {
        if (Privileges.Held != Privilege.None) yield break; // whoever has made one is not refused
        foreach (var (name, refusal, allowed) in ((string, string, string)[])[("kernel.unprivileged_userns_clone", "0", "1"), ("kernel.apparmor_restrict_unprivileged_userns", "1", "0")])
        {
            if (Read($"/proc/sys/{name.Replace('.', '/')}") == refusal)
                yield return Finding.Warning(Namespaces, $"{name} is {refusal}.", "Ordinary users may make no user namespace; root may.", $"sysctl {name}={allowed}, or sudo brasa up");
        }
    }

    private static Finding Filters() => Read("/proc/sys/kernel/seccomp/actions_avail") is { Length: > 0 } actions && actions.Split(' ').Contains("errno")
        ? Finding.Ok(Seccomp, "system calls can be held to a list")
        : Finding.Problem(Seccomp, "The kernel does not filter system calls.", "a kernel with CONFIG_SECCOMP_FILTER");

    /// <summary>Makes such a mount, which is in no namespace and gone at once.</summary>
    private static IEnumerable<Finding> Mapping(string dataDirectory)
    {
        if (Privileges.Held != Privilege.Root) yield break;
        var directory = DirectoryFindings.Existing(dataDirectory);
        string? failure = null;
        try
        {
            using var reactor = new Reactor();
            using var owner = OwnerNamespace.Create(new ContainerChildren(reactor, ""), new IdMapping(0, 1, 1), new IdMapping(0, 1, 1));
            using var tree = new Descriptor(NativeCall.Check(LibC.CloneMount(directory), $"Cloning the mount of {directory}"));
            NativeCall.Check(LibC.MapMount(tree, 0, owner), "Mapping its owners");
        }
        catch (SandboxException e)
        {
            failure = e.Message;
        }

        yield return failure is null
            ? Finding.Ok(MappedMounts, $"the file system of {directory} maps owners")
            : Finding.Warning(
                MappedMounts, $"The file system of {directory} does not map owners: {failure}.", "Functions can be given no directory that lies on it (--file-system).",
                "a directory on ext4, XFS or Btrfs, with Linux 5.12 or later");
    }

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "";
}
