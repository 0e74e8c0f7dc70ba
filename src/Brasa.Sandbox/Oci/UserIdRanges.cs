using System.Collections.Concurrent;

namespace Brasa.Sandbox.Oci;

/// <summary>Hands out ranges of host user ids, so that no two sandboxes at a time share one.</summary>
internal sealed class UserIdRanges
{
    /// <summary>Ids in one range, as user namespaces usually have.</summary>
    public const int Size = 65_536;

    private const uint First = 0x1000_0000; // above what systemd, LDAP and subuid hand out
    private const uint Last = 0x7FFE_0000;  // below 2^31, where some file systems end

    private readonly ConcurrentQueue<uint> returned = new();
    private long next = First;

    /// <summary>Takes a range and returns the first id in it.</summary>
    public uint Take()
    {
        if (returned.TryDequeue(out var range)) return range;
        var fresh = Interlocked.Add(ref next, Size) - Size;
        return fresh <= Last ? (uint)fresh : throw new SandboxException("All user id ranges are in use.");
    }

    public void Return(uint range) => returned.Enqueue(range);
}
