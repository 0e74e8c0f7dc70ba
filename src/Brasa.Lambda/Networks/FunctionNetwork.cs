namespace Brasa.Lambda.Networks;

/// <summary>What a function version is connected to: AWS's <c>VpcConfig</c>.</summary>
internal sealed record FunctionNetwork(string VpcId, IReadOnlyList<string> SubnetIds, IReadOnlyList<string> SecurityGroupIds);
