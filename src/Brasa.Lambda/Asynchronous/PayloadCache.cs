namespace Brasa.Lambda.Asynchronous;

/// <summary>How many bytes of waiting events are kept in memory; the others are read from the store when their turn comes.</summary>
internal sealed class PayloadCache(long capacity)
{
    /// <summary>Bytes, of all functions together.</summary>
    public const long DefaultCapacity = 64L << 20;

    private long used;

    /// <summary>Keeps a payload with its event where there is room.</summary>
    public void Keep(PendingEvent one, ReadOnlyMemory<byte> payload)
    {
        if (Interlocked.Add(ref used, payload.Length) <= capacity) one.Cached = payload;
        else Interlocked.Add(ref used, -payload.Length);
    }

    /// <summary>Takes what is kept, if anything; it is not kept any more.</summary>
    public ReadOnlyMemory<byte>? Take(PendingEvent one)
    {
        if (one.Cached is not { } payload) return null;
        one.Cached = null;
        Interlocked.Add(ref used, -payload.Length);
        return payload;
    }
}
