using Brasa.Sandbox;

namespace Brasa.Server.Tests;

public sealed class NetworksFileTests : IDisposable
{
    private const string Whole =
        """
        {"vpcs": [
            {"vpcId": "vpc-0a1b", "cidrs": ["10.20.0.0/16", "192.168.4.0/24"], "internet": true,
             "subnets": [{"subnetId": "subnet-1"}, {"subnetId": "subnet-2"}],
             "securityGroups": [
                {"groupId": "sg-db", "egress": [
                    {"protocol": "tcp", "fromPort": 5432, "toPort": 5433, "cidr": "10.20.0.0/16"},
                    {"protocol": "udp", "fromPort": 0, "toPort": 65535, "cidr": "0.0.0.0/0"},
                    {"protocol": "icmp", "fromPort": -1, "toPort": -1, "cidr": "10.0.0.0/8"},
                    {"protocol": "-1", "cidr": "10.20.1.1/32"}]},
                {"groupId": "sg-all"},
                {"groupId": "sg-none", "egress": []}]},
            {"vpcId": "vpc-2", "subnets": [{"subnetId": "subnet-3"}], "securityGroups": [{"groupId": "sg-3"}]}
        ]}
        """;

    private const string Port = "5432";

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void What_functions_name_is_read()
    {
        var vpcs = Read(Whole).Vpcs;

        Assert.Equal(["vpc-0a1b", "vpc-2"], vpcs.Select(vpc => vpc.Id));
        Assert.Equal(["subnet-1", "subnet-2"], vpcs[0].SubnetIds);
        Assert.Equal(["sg-db", "sg-all", "sg-none"], vpcs[0].SecurityGroupIds);
        Assert.Equal(["sg-3"], vpcs[1].SecurityGroupIds);
    }

    [Fact]
    public void Each_security_group_is_a_policy_of_the_networks_of_its_vpc()
    {
        var policies = Read(Whole).Policies;

        Assert.Equal(["sg-db", "sg-all", "sg-none", "sg-3"], policies.Select(policy => policy.Name));
        Assert.All(policies.Take(3), policy => Assert.Equal(["10.20.0.0/16", "192.168.4.0/24"], policy.Networks.Select(network => network.ToString())));
        Assert.Equal([true, true, true, false], policies.Select(policy => policy.HasInternet));
        Assert.Empty(policies[3].Networks);
    }

    [Fact]
    public void Without_rules_all_is_let_through_and_with_an_empty_list_nothing()
    {
        var policies = Read(Whole).Policies;

        Assert.Equal(
            ["10.20.0.0/16 Tcp 5432-5433", "0.0.0.0/0 Udp 0-65535", "10.0.0.0/8 Icmp 0-65535", "10.20.1.1/32 Any 0-65535"],
            policies[0].Rules.Select(rule => $"{rule.Destination} {rule.Protocol} {rule.FirstPort}-{rule.LastPort}"));
        Assert.Equal(("0.0.0.0/0", NetworkProtocol.Any), (Assert.Single(policies[1].Rules).Destination.ToString(), policies[1].Rules[0].Protocol));
        Assert.Empty(policies[2].Rules);
    }

    [Theory]
    [InlineData("\"vpcs\"", "\"vpc\"", "the file has \"vpc\", which is not known here: there are vpcs.")]
    [InlineData("\"internet\"", "\"cidrs\": [], \"internet\"", "vpcs[0] has \"cidrs\" twice: leave one out.")]
    [InlineData("\"internet\"", "\"nat\"", "vpcs[0] has \"nat\", which is not known here: there are vpcId, cidrs, internet, subnets, securityGroups.")]
    [InlineData("\"internet\": true", "\"internet\": \"yes\"", "vpcs[0].internet is not true or false: write it so.")]
    [InlineData("vpc-0a1b", "0a1b", "vpcs[0].vpcId is \"0a1b\": give vpc- and then digits and lower-case letters, as vpc-0a1b2c3d.")]
    [InlineData("vpc-2", "vpc-0a1b", "vpcs[1].vpcId is \"vpc-0a1b\", which is declared before: each id is declared once.")]
    [InlineData("subnet-3", "subnet-1", "vpcs[1].subnets[0].subnetId is \"subnet-1\", which is declared before: each id is declared once.")]
    [InlineData("subnet-2", "subnet-", "vpcs[0].subnets[1].subnetId is \"subnet-\": give subnet- and then digits and lower-case letters, as subnet-0a1b2c3d.")]
    [InlineData("sg-3", "sg-DB", "vpcs[1].securityGroups[0].groupId is \"sg-DB\": give sg- and then digits and lower-case letters, as sg-0a1b2c3d.")]
    [InlineData("sg-3", "sg-db", "vpcs[1].securityGroups[0].groupId is \"sg-db\", which is declared before: each id is declared once.")]
    [InlineData("{\"subnetId\": \"subnet-3\"}", "", "vpcs[1].subnets is empty: functions name a network by its subnets, so declare one at least.")]
    [InlineData("{\"groupId\": \"sg-3\"}", "", "vpcs[1].securityGroups is empty: functions name a security group with their subnets, so declare one at least.")]
    [InlineData("{\"groupId\": \"sg-3\"}", "\"sg-3\"", "vpcs[1].securityGroups[0] is not an object, in braces: write it so.")]
    [InlineData("{\"groupId\": \"sg-3\"}", "{}", "vpcs[1].securityGroups[0] has no \"groupId\": add it.")]
    [InlineData("192.168.4.0/24", "192.168.4.1/24", "vpcs[0].cidrs[1] is 192.168.4.1/24, which is no IPv4 network: give its first address and the length of its prefix, as 10.20.0.0/16.")]
    [InlineData("192.168.4.0/24", "fd00::/8", "vpcs[0].cidrs[1] is fd00::/8: functions have no IPv6, so give IPv4 networks only.")]
    [InlineData("192.168.4.0/24", "0.0.0.0/0", "vpcs[0].cidrs[1] is 0.0.0.0/0: for public addresses give \"internet\": true, for others the networks themselves.")]
    [InlineData("10.20.1.1/32", "::/0", "vpcs[0].securityGroups[0].egress[3].cidr is ::/0: functions have no IPv6, so give IPv4 networks only.")]
    [InlineData("\"tcp\"", "\"sctp\"", "vpcs[0].securityGroups[0].egress[0].protocol is \"sctp\": give \"tcp\", \"udp\", \"icmp\", or \"-1\" for all of them.")]
    [InlineData(Port, "5434", "vpcs[0].securityGroups[0].egress[0] goes from port 5434 to 5433: give the lower one as fromPort.")]
    [InlineData(Port, "-1", "vpcs[0].securityGroups[0].egress[0].fromPort is -1, which is no port: give one from 0 to 65535.")]
    [InlineData(Port, "65536", "vpcs[0].securityGroups[0].egress[0].fromPort is 65536, which is no port: give one from 0 to 65535.")]
    [InlineData(Port, "\"5432\"", "vpcs[0].securityGroups[0].egress[0].fromPort is not a whole number: write it so.")]
    [InlineData("\"fromPort\": 5432, ", "", "vpcs[0].securityGroups[0].egress[0] has no \"fromPort\": add it.")]
    [InlineData("\"-1\", ", "\"-1\", \"fromPort\": 80, ", "vpcs[0].securityGroups[0].egress[3].fromPort is for tcp and udp: leave ports out with icmp, of which functions have echo requests only, and with \"-1\".")]
    [InlineData("\"egress\": []", "\"egress\": null", "vpcs[0].securityGroups[2].egress is not a list, in brackets: write it so.")]
    public void What_is_wrong_is_told_with_file_element_and_what_to_do(string what, string instead, string message)
    {
        var first = Whole.IndexOf(what, StringComparison.Ordinal);
        Assert.True(first >= 0);

        Assert.Equal($"--networks {path}: {message}", Fail(Whole.Remove(first, what.Length).Insert(first, instead)));
    }

    [Fact]
    public void A_file_that_is_no_JSON_or_not_there_is_told()
    {
        Assert.StartsWith($"--networks {path} is no JSON: ", Fail("vpcs:"), StringComparison.Ordinal);
        var absent = path + "-absent";
        Assert.StartsWith(
            $"--networks {absent} cannot be read: ", Assert.Throws<InvalidDataException>(() => NetworksFile.Read(absent)).Message, StringComparison.Ordinal);
    }

    private NetworksFile Read(string json)
    {
        File.WriteAllText(path, json);
        return NetworksFile.Read(path);
    }

    private string Fail(string json) => Assert.Throws<InvalidDataException>(() => Read(json)).Message;
}
