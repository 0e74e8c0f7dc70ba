using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Brasa.Sandbox.Network;

/// <summary>A route of the machine's main table.</summary>
internal sealed record HostRoute(string Interface, IPNetwork Destination);

/// <summary>Which interfaces packets leave the machine by.</summary>
internal static class HostRoutes
{
    private const uint RTF_REJECT = 0x200; // an unreachable or forbidden destination

    /// <summary>Reads the main IPv4 table.</summary>
    public static IReadOnlyList<HostRoute> Read() => Parse(File.ReadLines("/proc/net/route"));

    /// <summary>Reads lines of <c>/proc/net/route</c>: interface, destination, gateway, flags, three counters, mask, …</summary>
    public static IReadOnlyList<HostRoute> Parse(IEnumerable<string> lines) =>
    [
        .. lines.Skip(1).Select(line => line.Split('\t', StringSplitOptions.TrimEntries)).Where(fields => fields.Length > 7)
            .Where(fields => (Number(fields[3]) & RTF_REJECT) == 0)
            .Select(fields => new HostRoute(fields[0], NetworkOf(Number(fields[1]), Number(fields[7])))),
    ];

    /// <summary>The interfaces by which everything without a route of its own leaves, and those that lead to given networks.</summary>
    public static IReadOnlyList<string> InterfacesTo(IReadOnlyList<HostRoute> routes, IReadOnlyList<IPNetwork> networks) =>
    [
        .. routes.Where(route => route.Destination.PrefixLength == 0 || networks.Any(network => Overlap(network, route.Destination)))
            .Select(route => route.Interface).Where(name => !name.StartsWith(EgressNetwork.Prefix, StringComparison.Ordinal) && name != "lo").Distinct(),
    ];

    private static bool Overlap(IPNetwork a, IPNetwork b) => a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress);

    // Addresses are printed as the machine's own numbers of what lies in memory in network order.
    private static IPNetwork NetworkOf(uint destination, uint mask)
    {
        Span<byte> bytes = stackalloc byte[4];
        System.Runtime.InteropServices.MemoryMarshal.Write(bytes, destination);
        return new IPNetwork(new IPAddress(bytes), System.Numerics.BitOperations.PopCount(BinaryPrimitives.ReverseEndianness(mask)));
    }

    private static uint Number(string hex) => uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
