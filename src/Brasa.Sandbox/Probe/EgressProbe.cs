using System.Net;
using Brasa.Sandbox.Network;

namespace Brasa.Sandbox.Probe;

/// <summary>Looks at whether sandboxes can be connected with the world here, without changing anything.</summary>
internal static class EgressProbe
{
    private static readonly HostProblem NeedsRoot = new("Only root can connect sandboxes with the network.", "sudo brasa up");

    private static readonly HostProblem NoFilter = new("nft, which loads packet filters, is not installed.", "apt-get install nftables");

    private static readonly HostProblem FixedSettings = new(
        "The kernel's network settings cannot be written, as in most containers.", "mount -o remount,rw /proc/sys, or run the server outside the container");

    private static readonly HostProblem NoRoute = new(
        "This machine has no IPv4 route to other networks.", "ip route add default via ADDRESS, or connect the machine");

    /// <summary>All that stands in the way.</summary>
    public static IReadOnlyList<HostProblem> Inspect(IReadOnlyList<IPNetwork> allowed) =>
        FindObstacle(allowed) is { } obstacle ? [obstacle] : FindFirewall() is { } firewall ? [firewall] : [];

    /// <summary>What makes it impossible, or null.</summary>
    public static HostProblem? FindObstacle(IReadOnlyList<IPNetwork> allowed) =>
        Privileges.Held != Privilege.Root ? NeedsRoot
        : !Nft.IsInstalled ? NoFilter
        : !KernelSettings.AreWritable ? FixedSettings
        : HostRoutes.InterfacesTo(HostRoutes.Read(), allowed).Count == 0 ? NoRoute
        : null;

    /// <summary>Rules of the machine's that drop what sandboxes send, or null. Whether some other rule lets it through nobody can tell.</summary>
    public static HostProblem? FindFirewall()
    {
        if (Privileges.Held != Privilege.Root) return null; // nobody else reads the rules
        try
        {
            return HostFirewall.FindClosedForwarding(Nft.Require()) is not { } chain ? null : new HostProblem(
                $"This machine's firewall drops what it is to forward, unless a rule lets it through (chain {chain}).",
                $"iptables -I FORWARD -i {EgressNetwork.Prefix}+ -j ACCEPT; iptables -I FORWARD -o {EgressNetwork.Prefix}+ -j ACCEPT; then brasa up --network egress");
        }
        catch (SandboxException e)
        {
            return new HostProblem($"The packet filter cannot be read. {e.Message}", "a kernel with nf_tables, and the right CAP_NET_ADMIN");
        }
    }
}
