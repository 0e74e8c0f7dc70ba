using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>How code signing configurations are named and listed, and how AWS's API describes them.</summary>
internal static class CodeSigningRules
{
    /// <summary>What the resource part of their ARNs begins with.</summary>
    public const string ArnPrefix = "code-signing-config:";

    public static CodeSigningConfig ToConfiguration(this SigningConfig config) => new()
    {
        CodeSigningConfigId = config.Id,
        CodeSigningConfigArn = config.Arn,
        Description = config.Description,
        AllowedPublishers = new AllowedPublishers { SigningProfileVersionArns = config.Publishers },
        CodeSigningPolicies = new CodeSigningPolicies { UntrustedArtifactOnDeployment = new CodeSigningPolicy(config.Policy) },
        LastModified = FunctionDescription.Timestamp(config.LastModified),
    };

    /// <summary>The functions that use a configuration, by name.</summary>
    /// <param name="functions">All functions.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="after">A name that they come after; <c>null</c> for all.</param>
    public static IEnumerable<Function> UsersOf(this FunctionStore functions, SigningConfig config, string? after) =>
        functions.List(config.Account, config.Region, after).Where(function => function.CodeSigningConfigArn == config.Arn);
}
