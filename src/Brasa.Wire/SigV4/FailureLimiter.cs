using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Brasa.Wire.SigV4;

/// <summary>Bounds how many wrong signatures are tried from one address, and for one key.</summary>
/// <remarks>
/// An address that has signed rightly with a key of late is judged by what it does with that key alone: whoever tries keys from other addresses, or other
/// keys from the same one, does not keep it out. Keys that do not exist are not counted; their addresses are.
/// </remarks>
internal sealed class FailureLimiter(TimeProvider clock)
{
    /// <summary>Wrong signatures of one address at once, and then a second.</summary>
    public const int SourceBurst = 50;
    public const int SourcePerSecond = 5;

    /// <summary>Wrong signatures for one key at once, and then a second, from all addresses.</summary>
    public const int KeyBurst = 200;
    public const int KeyPerSecond = 20;

    /// <summary>How many addresses, keys and pairs of them are remembered in a generation.</summary>
    private const int Capacity = 4096;

    /// <summary>How long they are, at least, unless there are more. By then every bucket is full again.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly RecentTable<ulong, TokenBucket> sources = new(Capacity, Age, clock);
    private readonly RecentTable<string, TokenBucket> keys = new(Capacity, Age, clock);
    private readonly RecentTable<(string Key, ulong Source), TokenBucket> trusted = new(Capacity, Age, clock);

    /// <summary>What stands for an address: the whole one of IPv4, of IPv6 the network's half, which is one subscriber's.</summary>
    public static ulong SourceOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out _))
            return 0;
        if (address.IsIPv4MappedToIPv6) return BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        return address.AddressFamily == AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Whether a request that says to be signed with that key may be looked at.</summary>
    public bool Allows(ulong source, string key)
    {
        lock (gate)
        {
            if (trusted.TryGet((key, source), out var own))
                return !own.IsEmpty;
            return !(sources.TryGet(source, out var ofSource) && ofSource.IsEmpty) && !(keys.TryGet(key, out var ofKey) && ofKey.IsEmpty);
        }
    }

    /// <summary>Whether a request that names no key may be looked at.</summary>
    public bool Allows(ulong source)
    {
        lock (gate) return !(sources.TryGet(source, out var ofSource) && ofSource.IsEmpty);
    }

    /// <summary>Counts a wrong one.</summary>
    public void Failed(ulong source, string? key, bool isKnownKey)
    {
        lock (gate)
        {
            if (key is not null && trusted.TryGet((key, source), out var own))
            {
                own.TryTake();
                return;
            }
            Of(sources, source, SourceBurst, SourcePerSecond).TryTake();
            if (key is not null && isKnownKey) Of(keys, key, KeyBurst, KeyPerSecond).TryTake();
        }
    }

    /// <summary>Remembers a right one.</summary>
    public void Succeeded(ulong source, string key)
    {
        lock (gate)
        {
            Of(trusted, (key, source), SourceBurst, SourcePerSecond);
        }
    }

    private TokenBucket Of<T>(RecentTable<T, TokenBucket> table, T name, int burst, int perSecond)
        where T : notnull
    {
        if (table.TryGet(name, out var bucket))
            return bucket;
        bucket = new TokenBucket(burst, perSecond, clock);
        table.Set(name, bucket);
        return bucket;
    }
}
