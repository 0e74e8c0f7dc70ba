using System.Net;
using System.Net.Sockets;

namespace Brasa.Sandbox;

/// <summary>
/// A place where sandboxes run one after the other: its network with listening sockets, identity and <c>/tmp</c> exist already and outlive
/// each of them. Disposing it ends the sandbox that runs there and returns everything; doing so twice is harmless.
/// </summary>
public interface ISandboxSlot : IAsyncDisposable
{
    /// <summary>Names the slot and the sandbox started in it; unique on this machine.</summary>
    string Id { get; }

    /// <summary>One per <see cref="SandboxOptions.Ports"/>: listens where only the sandbox can dial, and is held by this process.</summary>
    IReadOnlyList<Socket> Listeners { get; }

    /// <summary>What the process inside dials to reach the listener of that index.</summary>
    EndPoint AddressInside(int index);

    /// <summary>The path at which the process inside sees a mount.</summary>
    string Locate(SandboxMount mount);

    /// <summary>Holds what runs here to network policies, from its next packet on, as <see cref="SandboxSpec.NetworkPolicies"/> does.</summary>
    /// <exception cref="SandboxException">There is no such policy, there are too many, or sandboxes have no network of their own.</exception>
    /// <exception cref="ObjectDisposedException">The slot has been disposed.</exception>
    void HoldTo(IReadOnlyList<string> networkPolicies);

    /// <summary>
    /// Starts the process; returns when it runs. A sandbox started here before is ended first, and what it left in <c>/tmp</c> is there for
    /// the next, unless that asks for another size. A failed start disposes the slot.
    /// </summary>
    /// <exception cref="SandboxException">The command, a mount or a network policy does not exist, or the container runtime failed or hung.</exception>
    /// <exception cref="ObjectDisposedException">The slot has been disposed.</exception>
    Task<ISandbox> StartAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct);
}
