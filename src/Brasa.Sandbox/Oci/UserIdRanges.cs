using System.Collections.Concurrent;

namespace Brasa.Sandbox.Oci;

/// <summary>Hands out the ids that a sandbox's users have outside it.</summary>
/// <remarks>
/// Root gives each sandbox a range as user namespaces usually have. Without root there are the ids that <c>/etc/subuid</c> grants, and each sandbox
/// has two of them, one for its root and one for its user; or there is none but the user's own, which all of them then share.
/// </remarks>
internal sealed class UserIdRanges
{
    private const uint RangeSize = 65_536;
    private const uint First = 0x1000_0000; // above what systemd, LDAP and subuid hand out
    private const uint Last = 0x7FFE_0000;  // below 2^31, where some file systems end
    private const uint Pair = 2;

    private readonly ConcurrentQueue<uint> returned = new();
    private readonly uint size;
    private readonly uint last;
    private long next;

    /// <summary>For a user namespace with ids from 0 up to this many.</summary>
    public UserIdRanges(long available)
    {
        (size, next, last) = available switch
        {
            > Last + RangeSize => (RangeSize, First, Last),
            >= 2 * Pair => (Pair, (uint)available / 2, (uint)(available - Pair)), // the lower ones may belong to a container's own users
            _ => (0u, 0L, 0u),
        };
    }

    /// <summary>Whether no two sandboxes at a time share an id.</summary>
    public bool AreDistinct => size > 0;

    /// <summary>Takes ids and returns the first of them.</summary>
    public uint Take()
    {
        if (returned.TryDequeue(out var range)) return range;
        var fresh = Interlocked.Add(ref next, size) - size;
        return fresh <= last ? (uint)fresh : throw new SandboxException("All user id ranges are in use.");
    }

    public void Return(uint range) => returned.Enqueue(range);

    /// <summary>What an id inside such a sandbox is outside; it must be mapped.</summary>
    public uint Outside(uint first, int inside)
    {
        var mapping = Map(first, inside)[^1];
        return mapping.Outside + (uint)inside - mapping.Inside;
    }

    /// <summary>How a sandbox that has taken ids sees them: what is not mapped cannot be had inside.</summary>
    /// <param name="first">What <see cref="Take"/> returned.</param>
    /// <param name="inside">The id of the process inside, of a user or a group.</param>
    public IReadOnlyList<IdMapping> Map(uint first, int inside) => size switch
    {
        0 => [new IdMapping((uint)inside, first, 1)],
        Pair => [new IdMapping(0, first, 1), new IdMapping((uint)inside, first + 1, 1)],
        _ => [new IdMapping(0, first, size)],
    };
}

/// <summary>Ids inside a user namespace and what they are outside.</summary>
internal sealed record IdMapping(uint Inside, uint Outside, uint Count);
