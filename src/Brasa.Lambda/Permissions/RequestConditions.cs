using Brasa.Contracts.Lambda;
using Brasa.Lambda.Networks;

namespace Brasa.Lambda.Permissions;

/// <summary>What conditions of policies may ask of a request to Lambda in particular.</summary>
/// <remarks>Service authorization reference, "Actions, resources, and condition keys for AWS Lambda".</remarks>
internal sealed class RequestConditions(DeclaredNetworks networks)
{
    /// <summary>Values by key; <c>null</c> where nothing is known.</summary>
    public Dictionary<string, string[]>? Of(object request) => request switch
    {
        CreateFunctionRequest create => Known(CodeSigning(create.CodeSigningConfigArn), Layers(create.Layers), Vpc(create.VpcConfig), Subnets(create.VpcConfig), Groups(create.VpcConfig)),
        UpdateFunctionConfigurationRequest update => Known(Layers(update.Layers), Vpc(update.VpcConfig), Subnets(update.VpcConfig), Groups(update.VpcConfig)),
        PutFunctionCodeSigningConfigRequest put => Known(CodeSigning(put.CodeSigningConfigArn)),
        AddPermissionRequest add => Known(("lambda:Principal", [add.Principal]), ("lambda:FunctionUrlAuthType", add.FunctionUrlAuthType is { } type ? [type.Value] : null)),
        _ => null,
    };

    private static Dictionary<string, string[]> Known(params ReadOnlySpan<(string Key, IReadOnlyList<string>? Values)> all)
    {
        var known = new Dictionary<string, string[]>();
        foreach (var (key, values) in all)
        {
            if (values is { Count: > 0 }) known[key] = [.. values];
        }

        return known;
    }

    private static (string Key, IReadOnlyList<string>? Values) CodeSigning(string? arn) => ("lambda:CodeSigningConfigArn", string.IsNullOrEmpty(arn) ? null : [arn]);

    private static (string Key, IReadOnlyList<string>? Values) Layers(IReadOnlyList<string>? layers) => ("lambda:Layer", layers);

    private (string Key, IReadOnlyList<string>? Values) Vpc(VpcConfig? config) =>
        ("lambda:VpcIds", config?.SubnetIds is [var subnet, ..] && networks.VpcOf(subnet) is { } vpc ? [vpc] : null);

    private static (string Key, IReadOnlyList<string>? Values) Subnets(VpcConfig? config) => ("lambda:SubnetIds", config?.SubnetIds);

    private static (string Key, IReadOnlyList<string>? Values) Groups(VpcConfig? config) => ("lambda:SecurityGroupIds", config?.SecurityGroupIds);
}
