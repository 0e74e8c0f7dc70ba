using System.Globalization;
using System.Net;
using System.Text;

namespace Brasa.Sandbox.Network;

/// <summary>The packet filter of a router: what all sandboxes reach, and what those reach instead that are held to policies. Loaded once; which sandbox is held to
/// which is told by elements of its maps alone.</summary>
internal sealed class RouterRules(IReadOnlyList<IPNetwork> allowed, IReadOnlyList<NetworkPolicy> policies)
{
    /// <summary>The router's link to the machine.</summary>
    public const string Uplink = "uplink";

    /// <summary>The table, of family <c>inet</c>.</summary>
    public const string Table = "brasa";

    private const string Held = "held", Map = "policies", Chain = "policy";

    private readonly Dictionary<string, int> numbers = policies.Select((policy, number) => (policy.Name, number)).ToDictionary();

    /// <summary>A script for nft.</summary>
    /// <remarks>
    /// Destinations: IANA's IPv4 Special-Purpose Address Registry, less the networks of documentation, which lead nowhere, and with the
    /// address by which Azure's machines speak to their host. Every packet that a sandbox sends is checked, not the first of a connection alone: an address
    /// that is used again finds connections in the table that its former sandbox had under other rules. Connections are counted per sandbox because the
    /// table of connections is the machine's; 1,024 is also a sandbox's limit of open files.
    /// </remarks>
    public string Text =>
        $$"""
        table inet {{Table}} {
            set allowed { {{Networks(allowed)}} }
            set closed {
                type ipv4_addr; flags interval
                elements = {
                    0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 168.63.129.16, 169.254.0.0/16, 172.16.0.0/12,
                    192.0.0.0/24, 192.88.99.0/24, 192.168.0.0/16, 198.18.0.0/15, 224.0.0.0/3
                }
            }
            set connections { type ipv4_addr; size 65535; flags dynamic; }

            chain prerouting {
                type filter hook prerouting priority raw; policy accept
                meta nfproto != ipv4 drop
                fib saddr . iif oif missing drop comment "not the address at the other end of this link"
            }
            chain input { type filter hook input priority filter; policy drop; }
            chain open {
                ct state established accept
                add @connections { ip saddr ct count over 1024 } reject with icmp admin-prohibited
                meta l4proto { tcp, udp } accept
                icmp type echo-request accept
                drop
            }
        {{Policies()}}    chain forward {
                type filter hook forward priority filter; policy drop
                ct state vmap { related : accept, invalid : drop }
                iifname "{{Uplink}}" ct state established accept
                iifname "{{Uplink}}" drop
                oifname != "{{Uplink}}" reject with icmp admin-prohibited comment "another sandbox"
                {{(policies.Count > 0 ? $"ip saddr @{Held} goto {Held}" : "")}}
                ip daddr @allowed goto open
                ip daddr @closed reject with icmp admin-prohibited
                goto open
            }
            chain postrouting { type nat hook postrouting priority srcnat; oifname "{{Uplink}}" masquerade; }
        }
        """;

    /// <summary>What an address has in sets and maps that is held to these policies.</summary>
    /// <exception cref="SandboxException">There is no such policy, or there are too many.</exception>
    public IReadOnlyList<FilterElement> Find(uint address, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return [];
        var distinct = names.Distinct().ToList();
        if (distinct.Count > SandboxOptions.MostPolicies)
            throw new SandboxException(string.Create(CultureInfo.InvariantCulture, $"A sandbox is held to at most {SandboxOptions.MostPolicies} network policies."));
        return
        [
            new FilterElement(Held, address, null),
            .. distinct.Select((name, place) => new FilterElement(
                NameOf(Map, place), address,
                numbers.TryGetValue(name, out var number) ? NameOf(Chain, number) : throw new SandboxException($"There is no network policy {name}."))),
        ];
    }

    /// <remarks>
    /// A sandbox's first policy is in the first map, its second in the next: a chain that does not allow a packet returns, and the next is asked. The chain that
    /// asks them comes after those it leads to, and the maps after the chains that they name.
    /// </remarks>
    private string Policies()
    {
        if (policies.Count == 0) return "";
        var text = new StringBuilder();
        for (var number = 0; number < policies.Count; number++) Append(text, policies[number], NameOf(Chain, number));

        var maps = Enumerable.Range(0, SandboxOptions.MostPolicies).Select(place => NameOf(Map, place)).ToList();
        text.AppendLine($"    set {Held} {{ type ipv4_addr; }}");
        foreach (var map in maps) text.AppendLine($"    map {map} {{ type ipv4_addr : verdict; }}");
        text.AppendLine($"    chain {Held} {{");
        foreach (var map in maps) text.AppendLine($"        ip saddr vmap @{map}");
        return text.AppendLine("        reject with icmp admin-prohibited").AppendLine("    }").ToString();
    }

    private static void Append(StringBuilder text, NetworkPolicy policy, string chain)
    {
        text.AppendLine($"    set {chain}_networks {{ {Networks(policy.Networks)} }}");
        text.AppendLine($"    chain {chain}_rules {{");
        foreach (var rule in policy.Rules) text.AppendLine($"        {Match(rule)}goto open");
        text.AppendLine("    }").AppendLine($"    chain {chain} {{");
        text.AppendLine($"        ip daddr @{chain}_networks goto {chain}_rules");
        if (policy.HasInternet) text.AppendLine($"        ip daddr != @closed goto {chain}_rules");
        text.AppendLine("    }");
    }

    private static string Match(NetworkRule rule)
    {
        var destination = rule.Destination.PrefixLength == 0 ? "" : $"ip daddr {rule.Destination} ";
        var areAllPorts = rule is { FirstPort: 0, LastPort: ushort.MaxValue };
        return destination + rule.Protocol switch
        {
            NetworkProtocol.Tcp => areAllPorts ? "meta l4proto tcp " : Ports("tcp", rule),
            NetworkProtocol.Udp => areAllPorts ? "meta l4proto udp " : Ports("udp", rule),
            NetworkProtocol.Icmp => "meta l4proto icmp ",
            _ => "",
        };
    }

    private static string Ports(string protocol, NetworkRule rule) => string.Create(
        CultureInfo.InvariantCulture, $"{protocol} dport {rule.FirstPort}{(rule.LastPort == rule.FirstPort ? "" : $"-{rule.LastPort}")} ");

    private static string Networks(IReadOnlyList<IPNetwork> networks) =>
        $"type ipv4_addr; flags interval; auto-merge; {(networks.Count > 0 ? $"elements = {{ {string.Join(", ", networks)} }}" : "")}";

    private static string NameOf(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");
}
