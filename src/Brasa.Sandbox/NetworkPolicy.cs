using System.Net;
using System.Net.Sockets;

namespace Brasa.Sandbox;

/// <summary>What protocols a <see cref="NetworkRule"/> is about.</summary>
public enum NetworkProtocol
{
    /// <summary>All that sandboxes can speak: TCP, UDP and ICMP echo.</summary>
    Any,

    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>Requests of ICMP echo.</summary>
    Icmp,
}

/// <summary>Connections that sandboxes may open.</summary>
/// <param name="Destination">To these IPv4 addresses.</param>
/// <param name="Protocol">By this protocol.</param>
public sealed record NetworkRule(IPNetwork Destination, NetworkProtocol Protocol)
{
    /// <summary>The first port; default 0. Of <see cref="NetworkProtocol.Tcp"/> and <see cref="NetworkProtocol.Udp"/> only.</summary>
    public int FirstPort { get; init; }

    /// <summary>The last port, not below the first; default 65,535.</summary>
    public int LastPort { get; init; } = ushort.MaxValue;
}

/// <summary>What sandboxes reach that are held to it, in place of what all others reach. One that is held to several reaches what any of them allows.</summary>
public sealed record NetworkPolicy
{
    /// <summary>What <see cref="SandboxSpec.NetworkPolicies"/> calls it.</summary>
    public required string Name { get; init; }

    /// <summary>IPv4 networks that are there at all, private or not. Default none.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>Whether public addresses are there as well.</summary>
    public bool HasInternet { get; init; }

    /// <summary>What of all that may be reached: where any rule allows it.</summary>
    public required IReadOnlyList<NetworkRule> Rules { get; init; }

    /// <summary>Throws unless every value is in its range.</summary>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        if (Networks.Concat(Rules.Select(rule => rule.Destination)).Any(network => network.BaseAddress.AddressFamily != AddressFamily.InterNetwork))
            throw new ArgumentException("Sandboxes have no IPv6.", nameof(Networks));
        if (Rules.Any(rule => rule.FirstPort < 0 || rule.LastPort > ushort.MaxValue || rule.FirstPort > rule.LastPort))
            throw new ArgumentOutOfRangeException(nameof(Rules), "Ports go from 0 to 65,535.");
    }
}
