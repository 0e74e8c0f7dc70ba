using Brasa.Sandbox.Network;

namespace Brasa.Sandbox.Probe;

/// <summary>Whether functions can have a network.</summary>
internal static class NetworkFindings
{
    private const string Network = "network";
    private const int Mtu = 1_500;
    private const string NoEgress = "Functions reach nothing but their Runtime API and the server's AWS endpoint.";

    public static IEnumerable<Finding> Of(HostReport report)
    {
        foreach (var problem in report.EgressProblems) yield return Finding.Warning(Network, problem.What, NoEgress, problem.Remedy);
        var link = Privileges.Held == Privilege.Root ? TryLink() : null;
        if (link is not null) yield return link;
        else if (report.EgressProblems.Count == 0) yield return Finding.Ok(Network, "functions can reach public IPv4 addresses, by nftables and veth");
    }

    /// <summary>Connects two networks that nobody else sees, which go at once.</summary>
    private static Finding? TryLink()
    {
        try
        {
            using var one = NetworkNamespace.Create(new NamespacePlan { TakesLinks = true });
            using var other = NetworkNamespace.Create(new NamespacePlan { TakesLinks = true });
            one.Links.CreatePair(new LinkEnd("one", 0), new LinkEnd("other", 0), other.Handle, Mtu);
            return null;
        }
        catch (SandboxException e)
        {
            return Finding.Warning(Network, $"Networks cannot be connected: {e.Message}.", NoEgress, "modprobe veth, or a kernel with it");
        }
    }
}
