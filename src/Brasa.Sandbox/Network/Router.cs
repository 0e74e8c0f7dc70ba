using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>
/// A network between the machine's and the sandboxes', with all rules about what they reach. It belongs to this process alone: the
/// kernel frees it, its links and its rules with the last descriptor, also on kill -9.
/// </summary>
internal sealed class Router(RouterRules rules) : IDisposable
{
    private const int UplinkIndex = 65_536, FirstLinkIndex = 65_537; // above those that a kernel with tunnels gives to each network

    private static readonly LinkEnd Inside = new("eth0", 65_536);

    private readonly NetworkNamespace network = NetworkNamespace.Create(new NamespacePlan
    {
        Settings = [("/proc/sys/net/ipv4/ip_forward", "1"), .. KernelSettings.WithoutIpv6],
        TakesLinks = true,
        TakesFilters = true,
    });

    /// <summary>Connects it to the machine's network by an interface of that name there.</summary>
    public void ConnectUplink(string name, Descriptor machine, int mtu) =>
        network.Links.CreatePair(new LinkEnd(RouterRules.Uplink, UplinkIndex), new LinkEnd(name, 0), machine, mtu);

    /// <summary>Gives the uplink its address, sends everything there, and loads the rules.</summary>
    public void Open(uint own, uint machine, Nft nft)
    {
        nft.Load(rules.Text, network);
        network.Links.AddAddress(UplinkIndex, own, machine);
        network.Links.AddDefaultRoute(UplinkIndex, machine);
    }

    /// <summary>Makes the link of a sandbox: <c>eth0</c> there, and the only route to its address here.</summary>
    public void Connect(NetworkNamespace sandbox, int number, int mtu)
    {
        var here = new LinkEnd($"s{number}", FirstLinkIndex + number);
        sandbox.Links.CreatePair(Inside, here, network.Handle, mtu);
        try
        {
            network.Links.BringUp(here.Index);
            network.Links.AddAddress(here.Index, AddressPool.Router, AddressPool.AddressOf(number));
            sandbox.Links.AddAddress(Inside.Index, AddressPool.AddressOf(number), AddressPool.Router);
            sandbox.Links.AddDefaultRoute(Inside.Index, AddressPool.Router);
        }
        catch
        {
            Disconnect(sandbox);
            throw;
        }
    }

    /// <summary>Holds an address to some policies instead of others, at once for every packet to come.</summary>
    public void Hold(uint address, IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        network.Filters.Change(RouterRules.Table, rules.Find(address, before), rules.Find(address, after));

    /// <summary>Removes both ends of a sandbox's link; harmless when done twice.</summary>
    /// <remarks>The kernel takes some 25 ms for it, which is why this goes by the sandbox's own socket: no other sandbox waits.</remarks>
    public static void Disconnect(NetworkNamespace sandbox) => sandbox.Links.Delete(Inside);

    public void Dispose() => network.Dispose();
}
