using System.Net;
using System.Text.Json;

namespace Brasa.Sandbox.Network;

/// <summary>
/// What this server changes in the machine's own network: one table of rules, and on some interfaces that they forward. The table says
/// which, so that the next start on the same data directory can undo it after kill -9, and another server knows what it must leave.
/// </summary>
internal sealed class HostFirewall(string name, Nft nft)
{
    private const string Family = "inet", Forwarding = "forwarding";

    /// <summary>A chain of somebody else's that drops what it does not know when it is to be forwarded, as Docker and ufw set one up; or null.</summary>
    public static string? FindClosedForwarding(Nft nft) =>
        nft.List("chains", "chain")
            .Where(chain => Text(chain, "hook") == "forward" && Text(chain, "policy") == "drop" && Text(chain, "family") is "ip" or "inet")
            .Where(chain => !Text(chain, "table").StartsWith(EgressNetwork.Prefix, StringComparison.Ordinal))
            .Select(chain => $"{Text(chain, "family")} {Text(chain, "table")} {Text(chain, "name")}").FirstOrDefault();

    /// <summary>Loads the rules and makes the interfaces forward that must.</summary>
    /// <param name="router">The router's address on the uplink, which is named as this.</param>
    /// <param name="interfaces">Those by which its packets leave the machine, and answers come back.</param>
    public void Open(uint router, IReadOnlyList<string> interfaces)
    {
        // One that forwards only for another server must be guarded, and outlive that server, as well.
        var others = Lists().Where(list => list.Table != name).SelectMany(list => list.Interfaces).ToHashSet();
        var changed = interfaces.Where(others.Contains).Concat(interfaces.Where(unchanged => !KernelSettings.Forwards(unchanged))).Distinct().ToList();
        nft.Load(Rules(new IPAddress(BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)router))), changed));
        foreach (var opened in changed.Append(name)) KernelSettings.SetForwarding(opened, on: true);
    }

    /// <summary>Undoes what a server of this name has changed, if one has.</summary>
    public void Close()
    {
        var lists = Lists();
        if (!lists.Any(list => list.Table == name)) return;

        // A machine that has become a router since then forwards on all interfaces.
        if (!KernelSettings.IsRouter)
        {
            var others = lists.Where(list => list.Table != name).SelectMany(list => list.Interfaces).ToHashSet();
            foreach (var own in lists.Where(list => list.Table == name).SelectMany(list => list.Interfaces).Where(own => !others.Contains(own)))
                KernelSettings.SetForwarding(own, on: false);
        }

        nft.Load($"delete table {Family} {name}");
    }

    /// <summary>Interfaces that forward for a server's sake, by the server's table.</summary>
    private List<(string Table, IReadOnlyList<string> Interfaces)> Lists() =>
    [
        .. nft.List("sets", "set")
            .Where(set => Text(set, "name") == Forwarding && Text(set, "table").StartsWith(EgressNetwork.Prefix, StringComparison.Ordinal))
            .Select(set => (Text(set, "table"), Elements(set))),
    ];

    private static IReadOnlyList<string> Elements(JsonElement set) =>
        set.TryGetProperty("elem", out var elements) ? [.. elements.EnumerateArray().Select(element => element.GetString()!)] : [];

    private static string Text(JsonElement item, string property) => item.TryGetProperty(property, out var value) ? value.GetString() ?? "" : "";

    /// <remarks>
    /// The machine's own addresses are recognised before another table translates them, so that ports which it passes on, to a container
    /// for instance, are closed too. Interfaces that forward for a server's sake forward for nobody else.
    /// </remarks>
    private string Rules(IPAddress router, List<string> forwarding) =>
        $$"""
        table {{Family}} {{name}} {
            set {{Forwarding}} { type ifname; {{(forwarding.Count > 0 ? $"elements = {{ {string.Join(", ", forwarding.Select(opened => $"\"{opened}\""))} }}" : "")}} }
            chain prerouting {
                type filter hook prerouting priority raw; policy accept
                iifname != "{{name}}" accept
                ip saddr != {{router}} drop
                meta nfproto != ipv4 drop
                fib daddr type != unicast drop comment "the machine's own addresses"
            }
            chain input {
                type filter hook input priority filter; policy accept
                iifname "{{name}}" drop
            }
            chain forward {
                type filter hook forward priority filter; policy accept
                oifname "{{name}}" ct state != { established, related } drop
                iifname @{{Forwarding}} oifname != "{{EgressNetwork.Prefix}}*" drop
            }
            chain postrouting {
                type nat hook postrouting priority srcnat; policy accept
                ip saddr {{router}} masquerade
            }
        }
        """;
}
