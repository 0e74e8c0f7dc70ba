using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Networks;

/// <summary>The networks that functions can be connected to, whosever they are.</summary>
internal sealed class DeclaredNetworks(IReadOnlyList<Vpc> vpcs)
{
    private const string HowTo = "On this server its operator declares networks, with: brasa up --networks FILE";

    private readonly Dictionary<string, string> subnets = vpcs.SelectMany(vpc => vpc.SubnetIds.Select(id => (id, vpc.Id))).ToDictionary();
    private readonly Dictionary<string, string> groups = vpcs.SelectMany(vpc => vpc.SecurityGroupIds.Select(id => (id, vpc.Id))).ToDictionary();

    /// <summary>What a request connects a function to; <c>null</c> where it asks for no network.</summary>
    /// <remarks>The words are EC2's and Lambda's own, and after them what an operator does here.</remarks>
    /// <exception cref="InvalidParameterValueException">There is no such network, or it is not one.</exception>
    public FunctionNetwork? Find(VpcConfig? config)
    {
        if (config is null) return null;
        if (config.Ipv6AllowedForDualStack == true)
            throw FunctionSettings.Invalid("Ipv6AllowedForDualStack is for subnets with IPv6, which no network of this server has. Leave it out.");
        var (subnetIds, groupIds) = (config.SubnetIds ?? [], config.SecurityGroupIds ?? []);
        if (subnetIds.Count == 0 && groupIds.Count == 0) return null;
        if (subnetIds.Count == 0 || groupIds.Count == 0) throw FunctionSettings.Invalid("SubnetIds and SecurityIds must coexist or be both empty list.");

        if (subnetIds.FirstOrDefault(id => !subnets.ContainsKey(id)) is { } subnet)
            throw FunctionSettings.Invalid($"Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID '{subnet}' does not exist. {HowTo}");
        if (groupIds.FirstOrDefault(id => !groups.ContainsKey(id)) is { } group)
            throw FunctionSettings.Invalid($"Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group '{group}' does not exist. {HowTo}");

        var vpc = subnets[subnetIds[0]];
        if (subnetIds.Any(id => subnets[id] != vpc)) throw FunctionSettings.Invalid("Subnets are required to be in the same VPC.");
        if (groupIds.Any(id => groups[id] != vpc)) throw FunctionSettings.Invalid("Security Groups are required to be in the same VPC.");
        return new FunctionNetwork(vpc, subnetIds, groupIds);
    }

    /// <summary>The network that a subnet is of; <c>null</c> where there is no such subnet.</summary>
    public string? VpcOf(string subnetId) => subnets.GetValueOrDefault(subnetId);

    /// <summary>The network policies that the sandboxes of a function are held to which is connected to <paramref name="network"/>: that may have been declared
    /// otherwise since.</summary>
    /// <exception cref="InvalidSubnetIDException">A subnet is not of that network any more.</exception>
    /// <exception cref="InvalidSecurityGroupIDException">A security group is not.</exception>
    public IReadOnlyList<string> PoliciesOf(FunctionNetwork? network)
    {
        if (network is null) return [];
        if (network.SubnetIds.FirstOrDefault(id => subnets.GetValueOrDefault(id) != network.VpcId) is { } subnet)
            throw new InvalidSubnetIDException($"The function is connected to subnet {subnet} of {network.VpcId}, which is not declared any more. {HowTo}; or update the function's VpcConfig.");
        if (network.SecurityGroupIds.FirstOrDefault(id => groups.GetValueOrDefault(id) != network.VpcId) is { } group)
            throw new InvalidSecurityGroupIDException($"The function is connected with security group {group} of {network.VpcId}, which is not declared any more. {HowTo}; or update the function's VpcConfig.");
        return network.SecurityGroupIds;
    }
}
