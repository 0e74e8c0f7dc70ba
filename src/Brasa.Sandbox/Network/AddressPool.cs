using System.Collections.Concurrent;

namespace Brasa.Sandbox.Network;

/// <summary>
/// IPv4 addresses of sandboxes, in 198.18.0.0/16: half of the block kept for measuring network devices (RFC 2544), which no network
/// routes. An address is used again as late as can be, so that nothing sent to its former sandbox is still on the way.
/// </summary>
internal sealed class AddressPool
{
    /// <summary>The router's address, on every link to a sandbox.</summary>
    public const uint Router = Network | 1;

    private const uint Network = 198u << 24 | 18u << 16;
    private const int First = 2, Last = 65_534;

    private readonly ConcurrentQueue<int> returned = new();
    private int next = First;

    /// <summary>The address with that number.</summary>
    public static uint AddressOf(int number) => Network | (uint)number;

    /// <summary>Takes the number of an address, 2 to 65,534.</summary>
    public int Take()
    {
        if (Volatile.Read(ref next) <= Last && Interlocked.Increment(ref next) - 1 is var fresh and <= Last) return fresh;
        return returned.TryDequeue(out var number) ? number : throw new SandboxException("All addresses for sandboxes are in use.");
    }

    public void Return(int number) => returned.Enqueue(number);
}
