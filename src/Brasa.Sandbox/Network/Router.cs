using System.Net;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>
/// A network between the machine's and the sandboxes', with all rules about what they reach. It belongs to this process alone: the
/// kernel frees it, its links and its rules with the last descriptor, also on kill -9.
/// </summary>
internal sealed class Router : IDisposable
{
    private const string UplinkName = "uplink";
    private const int UplinkIndex = 65_536, FirstLinkIndex = 65_537; // above those that a kernel with tunnels gives to each network

    private static readonly LinkEnd Inside = new("eth0", 65_536);

    private readonly NetworkNamespace network = NetworkNamespace.Create(new NamespacePlan
    {
        Settings = [("/proc/sys/net/ipv4/ip_forward", "1"), .. KernelSettings.WithoutIpv6],
        TakesLinks = true,
    });

    /// <summary>Connects it to the machine's network by an interface of that name there.</summary>
    public void ConnectUplink(string name, Descriptor machine, int mtu) =>
        network.Links.CreatePair(new LinkEnd(UplinkName, UplinkIndex), new LinkEnd(name, 0), machine, mtu);

    /// <summary>Gives the uplink its address, sends everything there, and loads the rules.</summary>
    public void Open(uint own, uint machine, IReadOnlyList<IPNetwork> allowed, Nft nft)
    {
        nft.Load(Rules(allowed), network);
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

    /// <summary>Removes both ends of a sandbox's link; harmless when done twice.</summary>
    /// <remarks>The kernel takes some 25 ms for it, which is why this goes by the sandbox's own socket: no other sandbox waits.</remarks>
    public static void Disconnect(NetworkNamespace sandbox) => sandbox.Links.Delete(Inside);

    public void Dispose() => network.Dispose();

    /// <remarks>
    /// Destinations: IANA's IPv4 Special-Purpose Address Registry, less the networks of documentation, which lead nowhere, and with the
    /// address by which Azure's machines speak to their host. Connections are counted per sandbox because the table of connections is the
    /// machine's; 1,024 is also a sandbox's limit of open files.
    /// </remarks>
    private static string Rules(IReadOnlyList<IPNetwork> allowed) =>
        $$"""
        table inet brasa {
            set allowed { type ipv4_addr; flags interval; auto-merge; {{(allowed.Count > 0 ? $"elements = {{ {string.Join(", ", allowed)} }}" : "")}} }
            set closed {
                type ipv4_addr; flags interval
                elements = {
                    0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 168.63.129.16, 169.254.0.0/16, 172.16.0.0/12,
                    192.0.0.0/24, 192.88.99.0/24, 192.168.0.0/16, 198.18.0.0/15, 224.0.0.0/3
                }
            }
            set connections { type ipv4_addr; size 65535; flags dynamic; }

            chain prerouting {
                type filter hook prerouting priority raw; policy accept
                meta nfproto != ipv4 drop
                fib saddr . iif oif missing drop comment "not the address at the other end of this link"
            }
            chain input { type filter hook input priority filter; policy drop; }
            chain forward {
                type filter hook forward priority filter; policy drop
                ct state vmap { established : accept, related : accept, invalid : drop }
                iifname "{{UplinkName}}" drop
                oifname != "{{UplinkName}}" reject with icmp admin-prohibited comment "another sandbox"
                ip daddr @allowed goto new
                ip daddr @closed reject with icmp admin-prohibited
                goto new
            }
            chain new {
                add @connections { ip saddr ct count over 1024 } reject with icmp admin-prohibited
                meta l4proto { tcp, udp } accept
                icmp type echo-request accept
                drop
            }
            chain postrouting { type nat hook postrouting priority srcnat; oifname "{{UplinkName}}" masquerade; }
        }
        """;
}
