namespace Brasa.Lambda.Networks;

/// <summary>A network that functions can be connected to, as the operator has declared it.</summary>
/// <param name="Id">As <c>vpc-0a1b2c3d</c>.</param>
/// <param name="SubnetIds">Its subnets, by which functions name it.</param>
/// <param name="SecurityGroupIds">Its security groups: each is a network policy of that name of the sandbox host's.</param>
public sealed record Vpc(string Id, IReadOnlyList<string> SubnetIds, IReadOnlyList<string> SecurityGroupIds);
