using Brasa.Contracts.Lambda;
using Brasa.Lambda.Networks;

namespace Brasa.Lambda.Tests.Networks;

public sealed class DeclaredNetworksTests
{
    private const string HowTo = "On this server its operator declares networks, with: brasa up --networks FILE";

    private readonly DeclaredNetworks networks = new(
    [
        new Vpc("vpc-1", ["subnet-1a", "subnet-1b"], ["sg-1a", "sg-1b"]),
        new Vpc("vpc-2", ["subnet-2a"], ["sg-2a"]),
    ]);

    [Fact]
    public void A_function_is_connected_to_the_vpc_of_its_subnets_and_held_to_its_groups()
    {
        var network = networks.Find(Config(["subnet-1b", "subnet-1a"], ["sg-1b", "sg-1a"]))!;

        Assert.Equal("vpc-1", network.VpcId);
        Assert.Equal(["subnet-1b", "subnet-1a"], network.SubnetIds);
        Assert.Equal(["sg-1b", "sg-1a"], networks.PoliciesOf(network));
    }

    [Fact]
    public void Nothing_or_two_empty_lists_connect_it_to_no_network()
    {
        Assert.Null(networks.Find(null));
        Assert.Null(networks.Find(new VpcConfig { Ipv6AllowedForDualStack = false }));
        Assert.Null(networks.Find(Config([], [])));
        Assert.Empty(networks.PoliciesOf(null));
    }

    [Theory]
    [InlineData("subnet-1a", "", "SubnetIds and SecurityIds must coexist or be both empty list.")]
    [InlineData("", "sg-1a", "SubnetIds and SecurityIds must coexist or be both empty list.")]
    [InlineData("subnet-1a,subnet-9", "sg-1a",
        "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-9' does not exist. " + HowTo)]
    [InlineData("subnet-1a", "sg-1a,sg-9",
        "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-9' does not exist. " + HowTo)]
    [InlineData("subnet-1a,subnet-2a", "sg-1a", "Subnets are required to be in the same VPC.")]
    [InlineData("subnet-1a", "sg-1a,sg-2a", "Security Groups are required to be in the same VPC.")]
    [InlineData("subnet-1a", "sg-2a", "Security Groups are required to be in the same VPC.")]
    public void What_is_no_network_is_refused(string subnets, string groups, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidParameterValueException>(() => networks.Find(Config(Split(subnets), Split(groups)))).Message);

    [Fact]
    public void Ipv6_is_refused() => Assert.Equal(
        "Ipv6AllowedForDualStack is for subnets with IPv6, which no network of this server has. Leave it out.",
        Assert.Throws<InvalidParameterValueException>(() => networks.Find(Config(["subnet-1a"], ["sg-1a"]) with { Ipv6AllowedForDualStack = true })).Message);

    [Fact]
    public void A_network_that_is_declared_otherwise_since_starts_nothing()
    {
        var network = new FunctionNetwork("vpc-1", ["subnet-1a"], ["sg-1a"]);

        Assert.Equal(
            $"The function is connected to subnet subnet-1a of vpc-1, which is not declared any more. {HowTo}; or update the function's VpcConfig.",
            Assert.Throws<InvalidSubnetIDException>(() => new DeclaredNetworks([]).PoliciesOf(network)).Message);
        Assert.Throws<InvalidSubnetIDException>(() => new DeclaredNetworks([new Vpc("vpc-2", ["subnet-1a"], ["sg-1a"])]).PoliciesOf(network));
        Assert.Equal(
            $"The function is connected with security group sg-1a of vpc-1, which is not declared any more. {HowTo}; or update the function's VpcConfig.",
            Assert.Throws<InvalidSecurityGroupIDException>(() => new DeclaredNetworks([new Vpc("vpc-1", ["subnet-1a"], ["sg-1b"])]).PoliciesOf(network)).Message);
    }

    private static VpcConfig Config(IReadOnlyList<string> subnets, IReadOnlyList<string> groups) => new() { SubnetIds = subnets, SecurityGroupIds = groups };

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
