using Brasa.Sandbox.Network.Dns;

namespace Brasa.Sandbox.Network;

/// <summary>A sandbox's connection with the world: its address and link to the router, its names, and the policies it is held to.</summary>
internal sealed class SandboxLink : IDisposable
{
    private readonly Lock gate = new();
    private readonly ResourceStack resources = new();
    private readonly Router router;
    private readonly uint address;
    private IReadOnlyList<string> policies = [];
    private bool isOff;

    public SandboxLink(NetworkNamespace sandbox, AddressPool addresses, Router router, DnsForwarder names, int mtu)
    {
        this.router = router;
        var number = addresses.Take();
        address = AddressPool.AddressOf(number);
        try
        {
            // In one: an address that could not be freed of its policies is nobody's any more.
            resources.Push(() =>
            {
                Switch([]);
                addresses.Return(number);
            });
            router.Connect(sandbox, number, mtu);
            resources.Push(() => Router.Disconnect(sandbox));
            resources.Push(new DnsServer(sandbox.Receivers[0], sandbox.Listeners[^1], names));
        }
        catch
        {
            resources.Dispose();
            throw;
        }
    }

    /// <summary>Holds the sandbox to these policies, and no others, from its next packet on; connections that they forbid are cut.</summary>
    /// <exception cref="SandboxException">There is no such policy, or there are too many; the sandbox is held to those of before.</exception>
    public void HoldTo(IReadOnlyList<string> names)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isOff, this);
            Switch(names);
        }
    }

    /// <summary>Takes the sandbox off; harmless when done twice.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOff = true;
            resources.Dispose();
        }
    }

    private void Switch(IReadOnlyList<string> names)
    {
        if (names.SequenceEqual(policies)) return;
        router.Hold(address, policies, names);
        policies = names;
    }
}
