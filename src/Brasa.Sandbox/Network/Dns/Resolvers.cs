using System.Net;

namespace Brasa.Sandbox.Network.Dns;

/// <summary>The name servers that the machine itself asks: resolv.conf(5), read again as it changes.</summary>
internal sealed class Resolvers(string file)
{
    private const int Port = 53, MaxServers = 3;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private volatile Reading? last;

    /// <summary>One at least, in their order.</summary>
    public IReadOnlyList<IPEndPoint> Current
    {
        get
        {
            var now = Environment.TickCount64;
            if (last is { } reading && now - reading.Time < Age.TotalMilliseconds) return reading.Servers;
            return (last = new Reading(now, Read())).Servers;
        }
    }

    /// <summary>Reads lines of the file; without a server named there, it is this machine.</summary>
    public static IReadOnlyList<IPEndPoint> Parse(IEnumerable<string> lines)
    {
        var servers = lines
            .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..])
            .Select(words => IPAddress.TryParse(words[1], out var address) ? new IPEndPoint(address, Port) : null)
            .OfType<IPEndPoint>().Take(MaxServers).ToList();
        return servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)];
    }

    private IReadOnlyList<IPEndPoint> Read()
    {
        try
        {
            return Parse(File.ReadLines(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Parse([]);
        }
    }

    private sealed record Reading(long Time, IReadOnlyList<IPEndPoint> Servers);
}
