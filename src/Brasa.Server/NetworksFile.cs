using System.Net;
using Brasa.Lambda.Networks;
using Brasa.Sandbox;

namespace Brasa.Server;

/// <summary>The networks that functions can be connected to, as the operator declares them in a file: docs/operating.md, "Networks for functions".</summary>
/// <param name="Vpcs">What functions name.</param>
/// <param name="Policies">What each of their security groups lets through.</param>
internal sealed record NetworksFile(IReadOnlyList<Vpc> Vpcs, IReadOnlyList<NetworkPolicy> Policies)
{
    /// <summary>None at all.</summary>
    public static readonly NetworksFile None = new([], []);

    /// <summary>What a security group without rules of its own lets through.</summary>
    /// <remarks>Amazon VPC user guide, "Security group rules": a new one allows all outbound traffic.</remarks>
    private static readonly NetworkRule Everything = new(IPNetwork.Parse("0.0.0.0/0"), NetworkProtocol.Any);

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is not there, or not as it has to be; the message names file and element.</exception>
    public static NetworksFile Read(string path) => JsonFile.Read("--networks", path, Read);

    private static NetworksFile Read(JsonPlace file)
    {
        file.RequireOnly("vpcs");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var vpcs = new List<Vpc>();
        var policies = new List<NetworkPolicy>();
        foreach (var vpc in file.Get("vpcs").Items())
        {
            vpc.RequireOnly("vpcId", "cidrs", "internet", "subnets", "securityGroups");
            var id = ReadId(vpc.Get("vpcId"), "vpc-", ids);
            IReadOnlyList<IPNetwork> networks = [.. vpc.Find("cidrs")?.Items().Select(ReadReachable) ?? []];
            var hasInternet = vpc.Find("internet")?.Flag() ?? false;
            IReadOnlyList<string> subnets = [.. vpc.Get("subnets").Items().Select(subnet => ReadSubnet(subnet, ids))];
            IReadOnlyList<NetworkPolicy> groups = [.. vpc.Get("securityGroups").Items().Select(group => ReadGroup(group, ids, networks, hasInternet))];
            if (subnets.Count == 0) throw vpc.Get("subnets").Wrong("is empty: functions name a network by its subnets, so declare one at least.");
            if (groups.Count == 0) throw vpc.Get("securityGroups").Wrong("is empty: functions name a security group with their subnets, so declare one at least.");
            vpcs.Add(new Vpc(id, subnets, [.. groups.Select(group => group.Name)]));
            policies.AddRange(groups);
        }

        return new NetworksFile(vpcs, policies);
    }

    private static string ReadSubnet(JsonPlace subnet, HashSet<string> ids)
    {
        subnet.RequireOnly("subnetId");
        return ReadId(subnet.Get("subnetId"), "subnet-", ids);
    }

    private static NetworkPolicy ReadGroup(JsonPlace group, HashSet<string> ids, IReadOnlyList<IPNetwork> networks, bool hasInternet)
    {
        group.RequireOnly("groupId", "egress");
        return new NetworkPolicy
        {
            Name = ReadId(group.Get("groupId"), "sg-", ids),
            Networks = networks,
            HasInternet = hasInternet,
            Rules = group.Find("egress") is { } egress ? [.. egress.Items().Select(ReadRule)] : [Everything],
        };
    }

    private static NetworkRule ReadRule(JsonPlace rule)
    {
        rule.RequireOnly("protocol", "fromPort", "toPort", "cidr");
        var protocol = rule.Get("protocol").Text() switch
        {
            "tcp" => NetworkProtocol.Tcp,
            "udp" => NetworkProtocol.Udp,
            "icmp" => NetworkProtocol.Icmp,
            "-1" => NetworkProtocol.Any,
            var other => throw rule.Get("protocol").Wrong($"is \"{other}\": give \"tcp\", \"udp\", \"icmp\", or \"-1\" for all of them."),
        };
        var plain = new NetworkRule(ReadNetwork(rule.Get("cidr")), protocol);
        if (protocol is NetworkProtocol.Tcp or NetworkProtocol.Udp)
        {
            var ports = plain with { FirstPort = ReadPort(rule.Get("fromPort")), LastPort = ReadPort(rule.Get("toPort")) };
            return ports.FirstPort <= ports.LastPort ? ports : throw rule.Wrong($"goes from port {ports.FirstPort} to {ports.LastPort}: give the lower one as fromPort.");
        }

        if ((rule.Find("fromPort") ?? rule.Find("toPort")) is { } port && port.Number() != -1)
            throw port.Wrong("is for tcp and udp: leave ports out with icmp, of which functions have echo requests only, and with \"-1\".");
        return plain;
    }

    private static int ReadPort(JsonPlace place) =>
        place.Number() is >= 0 and <= ushort.MaxValue and var port ? port : throw place.Wrong($"is {place.Number()}, which is no port: give one from 0 to {ushort.MaxValue}.");

    /// <summary>Other ways of writing a network, which cut off what lies beyond the prefix, are taken for mistakes.</summary>
    private static IPNetwork ReadNetwork(JsonPlace place)
    {
        var text = place.Text();
        if (ServerOptions.IsIpv4Network(text)) return IPNetwork.Parse(text);
        throw place.Wrong(text.Contains(':', StringComparison.Ordinal)
            ? $"is {text}: functions have no IPv6, so give IPv4 networks only."
            : $"is {text}, which is no IPv4 network: give its first address and the length of its prefix, as 10.20.0.0/16.");
    }

    private static IPNetwork ReadReachable(JsonPlace place) =>
        ReadNetwork(place) is { PrefixLength: > 0 } network ? network : throw place.Wrong("is 0.0.0.0/0: for public addresses give \"internet\": true, for others the networks themselves.");

    private static string ReadId(JsonPlace place, string prefix, HashSet<string> ids)
    {
        var id = place.Text();
        if (!id.StartsWith(prefix, StringComparison.Ordinal) || id.Length == prefix.Length || !id.Skip(prefix.Length).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            throw place.Wrong($"is \"{id}\": give {prefix} and then digits and lower-case letters, as {prefix}0a1b2c3d.");
        return ids.Add(id) ? id : throw place.Wrong($"is \"{id}\", which is declared before: each id is declared once.");
    }
}
