using System.Globalization;
using System.Net;

namespace Brasa.Sandbox.Tests.Support;

/// <summary>A network policy as one word: <c>NAME|NETWORK,…|internet|tcp:10.0.0.0/8:80-81,…</c>; parts between bars may be empty, ports left out.</summary>
internal static class PolicyText
{
    public static bool Is(string word) => word.Contains('|');

    public static NetworkPolicy Read(string word)
    {
        var parts = word.Split('|');
        return new NetworkPolicy
        {
            Name = parts[0],
            Networks = [.. Split(parts[1]).Select(text => IPNetwork.Parse(text))],
            HasInternet = parts[2] == "internet",
            Rules = [.. Split(parts[3]).Select(ReadRule)],
        };
    }

    private static NetworkRule ReadRule(string text)
    {
        var words = text.Split(':');
        var rule = new NetworkRule(IPNetwork.Parse(words[1]), Enum.Parse<NetworkProtocol>(words[0], ignoreCase: true));
        if (words.Length < 3) return rule;
        var ports = words[2].Split('-').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToList();
        return rule with { FirstPort = ports[0], LastPort = ports[1] };
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
