using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>One end of a pair of virtual interfaces.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Index">Its number there; 0 lets the kernel choose.</param>
internal readonly record struct LinkEnd(string Name, int Index);

/// <summary>
/// Adds interfaces, addresses and routes to the network that the socket was opened in, whichever thread calls: rtnetlink(7), so that no
/// process is started for it.
/// </summary>
internal sealed unsafe class RouteSocket(Descriptor socket) : IDisposable
{
    private const int NETLINK_ROUTE = 0;
    private const ushort RTM_NEWLINK = 16, RTM_DELLINK = 17, RTM_NEWADDR = 20, RTM_NEWROUTE = 24;
    private const ushort NLM_F_EXCL = 0x200, NLM_F_CREATE = 0x400, NLMSG_ERROR = 2;
    private const ushort IFLA_IFNAME = 3, IFLA_MTU = 4, IFLA_LINKINFO = 18, IFLA_NET_NS_FD = 28;
    private const ushort IFLA_INFO_KIND = 1, IFLA_INFO_DATA = 2, VETH_INFO_PEER = 1;
    private const ushort IFA_ADDRESS = 1, IFA_LOCAL = 2, IFA_FLAGS = 8, RTA_DST = 1, RTA_OIF = 4, RTA_GATEWAY = 5;
    private const int IFA_F_NOPREFIXROUTE = 0x200;
    private const byte RT_TABLE_MAIN = 254, RTPROT_STATIC = 4, RT_SCOPE_UNIVERSE = 0, RT_SCOPE_LINK = 253, RTN_UNICAST = 1;
    private const uint IFF_UP = 1;
    private const int AnswerBytes = 1024; // an error repeats the request

    private readonly Lock gate = new();

    /// <summary>Opens a socket in the calling thread's network, as a bare descriptor: <see cref="NetworkNamespace"/> calls it in a new one.</summary>
    public static int OpenHere() =>
        NativeCall.Check(LibC.OpenSocket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, NETLINK_ROUTE), "Opening a netlink socket");

    /// <summary>Makes a pair of interfaces: one here, up, and one in another network, down: the kernel takes them up in this order only.</summary>
    public void CreatePair(LinkEnd here, LinkEnd there, Descriptor otherNetwork, int mtu)
    {
        var message = new NetlinkMessage(stackalloc byte[NetlinkMessage.MaxBytes], RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
        message.Link(here.Index, IFF_UP);
        message.Attribute(IFLA_IFNAME, here.Name);
        message.Attribute(IFLA_MTU, mtu);
        var info = message.Begin(IFLA_LINKINFO);
        message.Attribute(IFLA_INFO_KIND, "veth");
        var data = message.Begin(IFLA_INFO_DATA);
        var peer = message.Begin(VETH_INFO_PEER);
        message.Link(there.Index, 0);
        message.Attribute(IFLA_IFNAME, there.Name);
        message.Attribute(IFLA_MTU, mtu);
        message.Attribute(IFLA_NET_NS_FD, otherNetwork.Number);
        message.End(peer);
        message.End(data);
        message.End(info);
        Check(message, $"Making the interfaces {here.Name} and {there.Name}");
        GC.KeepAlive(otherNetwork);
    }

    public void BringUp(int index)
    {
        var message = new NetlinkMessage(stackalloc byte[NetlinkMessage.MaxBytes], RTM_NEWLINK, 0);
        message.Link(index, IFF_UP);
        Check(message, "Bringing an interface up");
    }

    /// <summary>Gives an interface its own address and that of the one at the other end.</summary>
    public void AddAddress(int index, uint own, uint peer, bool withRoute = true)
    {
        var message = new NetlinkMessage(stackalloc byte[NetlinkMessage.MaxBytes], RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
        message.Address(LibC.AF_INET, 32, index);
        message.Attribute(IFA_LOCAL, own);
        message.Attribute(IFA_ADDRESS, peer);
        if (!withRoute) message.Attribute(IFA_FLAGS, IFA_F_NOPREFIXROUTE);
        Check(message, "Adding an address");
    }

    /// <summary>Sends everything that has no other route through a neighbour.</summary>
    public void AddDefaultRoute(int index, uint gateway)
    {
        var message = new NetlinkMessage(stackalloc byte[NetlinkMessage.MaxBytes], RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
        message.Route(LibC.AF_INET, 0, RT_TABLE_MAIN, RTPROT_STATIC, RT_SCOPE_UNIVERSE, RTN_UNICAST);
        message.Attribute(RTA_GATEWAY, gateway);
        message.Attribute(RTA_OIF, index);
        Check(message, "Adding the default route");
    }

    /// <summary>Routes one address to an interface; false where the network has a route for exactly that address already.</summary>
    public bool TryAddRoute(int index, uint destination)
    {
        var message = new NetlinkMessage(stackalloc byte[NetlinkMessage.MaxBytes], RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
        message.Route(LibC.AF_INET, 32, RT_TABLE_MAIN, RTPROT_STATIC, RT_SCOPE_LINK, RTN_UNICAST);
        message.Attribute(RTA_DST, destination);
        message.Attribute(RTA_OIF, index);
        return Check(message, "Adding a route", NativeCall.EEXIST);
    }

    /// <summary>Removes an interface and its other end; harmless where there is none.</summary>
    public void Delete(LinkEnd end)
    {
        var message = new NetlinkMessage(stackalloc byte[NetlinkMessage.MaxBytes], RTM_DELLINK, 0);
        message.Link(end.Index, 0);
        message.Attribute(IFLA_IFNAME, end.Name);
        Check(message, $"Removing the interface {end.Name}", NativeCall.ENODEV);
    }

    public void Dispose() => socket.Dispose();

    private bool Check(NetlinkMessage message, string what, int accepted = 0)
    {
        var errno = Send(message.Finish());
        return errno == 0 || (errno == accepted ? false : throw NativeCall.Failure(what, errno));
    }

    /// <summary>Sends a request and returns the errno of the kernel's answer, which comes before the call returns.</summary>
    private int Send(ReadOnlySpan<byte> request)
    {
        var answer = stackalloc byte[AnswerBytes];
        lock (gate)
        {
            fixed (byte* bytes = request)
            {
                // SAFETY: both buffers are as long as said; the kernel cuts an answer that is longer.
                NativeCall.Check((int)LibC.Write(socket, bytes, request.Length), "netlink");
                var length = NativeCall.Check((int)LibC.Read(socket, answer, AnswerBytes), "netlink");

                // struct nlmsghdr, then struct nlmsgerr, which begins with the negative errno.
                if (length < 20 || *(ushort*)(answer + 4) != NLMSG_ERROR) throw new SandboxException("netlink: the kernel gave an unknown answer.");
                return -*(int*)(answer + 16);
            }
        }
    }
}
