using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Brasa.Server.Tls;

/// <summary>Bounds the connections from the network: whoever opens more and says nothing must not take the descriptors that sandboxes need.</summary>
internal sealed class ConnectionLimit(int most, int mostOfOne)
{
    public const int Most = 4_096;
    public const int MostOfOne = 512;

    private const int SubscriberBytes = 8;

    private readonly ConcurrentDictionary<IPAddress, int> open = new();
    private int all;

    /// <summary>Serves a connection, or closes it where there are too many.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        var source = SourceOf((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None);
        var isAllowed = Enter(source);
        try
        {
            if (isAllowed) await serve(connection);
            else connection.Abort(new ConnectionAbortedException("There are too many connections."));
        }
        finally
        {
            Leave(source);
        }
    }

    /// <summary>The address; of IPv6 the network's half, which is one subscriber's.</summary>
    private static IPAddress SourceOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(SubscriberBytes).Clear();
        return new IPAddress(bytes);
    }

    private bool Enter(IPAddress source)
    {
        var isFew = open.AddOrUpdate(source, 1, (_, count) => count + 1) <= mostOfOne;
        return Interlocked.Increment(ref all) <= most && isFew;
    }

    private void Leave(IPAddress source)
    {
        Interlocked.Decrement(ref all);
        open.AddOrUpdate(source, 0, (_, count) => count - 1);
        open.TryRemove(new KeyValuePair<IPAddress, int>(source, 0));
    }
}
