using System.Net;
using System.Net.Sockets;

namespace Brasa.Sandbox;

/// <summary>
/// A place where one sandbox can start: its network with listening sockets, identity, cgroup and <c>/tmp</c> exist already.
/// Disposing a slot that never started returns all of it; one that started has handed everything to its <see cref="ISandbox"/>.
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

    /// <summary>Starts the process; returns when it runs. Works once per slot, and a failed start returns the slot's resources.</summary>
    /// <exception cref="SandboxException">The command or a mount does not exist, or the container runtime failed.</exception>
    Task<ISandbox> StartAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct);
}
