using System.Diagnostics;
using System.Globalization;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Network.Dns;

namespace Brasa.Sandbox.Network;

/// <summary>
/// Connects sandboxes with the world: each has a link to the router of this server, which has one to the machine's network. Sandboxes
/// reach public addresses, those the operator has allowed, and names; not the machine itself, private networks or one another.
/// </summary>
internal sealed class EgressNetwork : IDisposable
{
    /// <summary>Begins the name of everything of a server in the machine's network.</summary>
    public const string Prefix = "brasa-";

    private const string LockFile = "/run/brasa-network.lock";

    // Pairs of addresses between machine and router, beside those of sandboxes.
    private const uint FirstPair = 198u << 24 | 19u << 16;
    private const uint Pairs = 32_768;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ResourceStack resources = new();
    private readonly AddressPool addresses = new();
    private readonly DnsForwarder names = new(new Resolvers("/etc/resolv.conf"));
    private readonly Router router;
    private readonly int mtu;

    private EgressNetwork(SandboxOptions options, string instance)
    {
        var nft = Nft.Require();
        var name = Prefix + instance;
        var firewall = new HostFirewall(name, nft);
        var routes = HostRoutes.InterfacesTo(HostRoutes.Read(), options.OpenedNetworks);
        mtu = routes.Min(InterfaceRequest.ReadMtu);
        using var home = new Descriptor(NativeCall.Check(LibC.Open("/proc/self/ns/net", LibC.O_CLOEXEC), "Opening the network namespace"));
        using var alone = TakeTurn();
        try
        {
            var machine = resources.Push(new RouteSocket(new Descriptor(RouteSocket.OpenHere())));
            firewall.Close();
            machine.Delete(new LinkEnd(name, 0));

            router = resources.Push(new Router(new RouterRules(options.AllowedNetworks, options.NetworkPolicies)));
            resources.Push(() => CloseMachine(firewall));
            router.ConnectUplink(name, home, mtu);
            resources.Push(() => machine.Delete(new LinkEnd(name, 0)));
            KernelSettings.DisableIpv6(name);

            var index = (int)LibC.InterfaceIndex(name);
            machine.BringUp(index);
            var pair = AddAddresses(machine, index, instance);
            firewall.Open(pair + 1, routes);
            router.Open(pair + 1, pair, nft);
        }
        catch
        {
            alone.Dispose();
            resources.Dispose();
            throw;
        }
    }

    /// <summary>Starts on a machine where a server of that name may have been killed.</summary>
    /// <exception cref="SandboxException">The machine does not allow it; the message says why.</exception>
    public static EgressNetwork Start(SandboxOptions options, string instance) => new(options, instance);

    /// <summary>Undoes what a killed server of that name has left, where this one is to do without.</summary>
    public static void Reclaim(string instance)
    {
        if (!Nft.IsInstalled) return;
        try
        {
            using var machine = new RouteSocket(new Descriptor(RouteSocket.OpenHere()));
            machine.Delete(new LinkEnd(Prefix + instance, 0)); // the kernel would, but not at once
            CloseMachine(new HostFirewall(Prefix + instance, Nft.Require()));
        }
        catch (SandboxException)
        {
            // Where the rules cannot even be read, no server has changed them.
        }
    }

    /// <summary>What the network of a sandbox must have to be connected.</summary>
    public static NamespacePlan Plan(IReadOnlyList<int> ports) => new()
    {
        TcpPorts = [.. ports, DnsServer.Port],
        UdpPorts = [DnsServer.Port],
        Settings = KernelSettings.WithoutIpv6,
        TakesLinks = true,
    };

    /// <summary>Connects a sandbox made to <see cref="Plan"/>; disposing the result takes it off again.</summary>
    public SandboxLink Connect(NetworkNamespace sandbox) => new(sandbox, addresses, router, names, mtu);

    /// <summary>Takes everything off the machine again; sandboxes have been disconnected.</summary>
    public void Dispose() => resources.Dispose();

    private static void CloseMachine(HostFirewall firewall)
    {
        using var alone = TakeTurn();
        firewall.Close();
    }

    /// <summary>The kernel itself arbitrates: two routes for one address are refused, whoever asks.</summary>
    private static uint AddAddresses(RouteSocket machine, int index, string instance)
    {
        var preferred = uint.Parse(instance, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        for (var attempt = 0u; attempt < Pairs; attempt++)
        {
            var pair = FirstPair + (2 * ((preferred + attempt) % Pairs));
            if (!machine.TryAddRoute(index, pair + 1)) continue;
            machine.AddAddress(index, pair, pair + 1, withRoute: false);
            return pair;
        }

        throw new SandboxException("All addresses between this machine and routers are in use.");
    }

    /// <summary>Servers of one machine change its network one after the other. The kernel lets go of the lock with the process.</summary>
    private static FileStream TakeTurn()
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(LockFile, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, // who can read it can hold it
                });
            }
            catch (IOException e)
            {
                if (Stopwatch.GetElapsedTime(since) > Patience) throw new SandboxException($"{LockFile} stays locked.", e);
                Thread.Sleep(10);
            }
        }
    }
}
