using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>What a resource in an identity's policy looks like: <c>*</c> or an ARN, with wildcards, and variables behind its fifth colon.</summary>
internal static class ResourceSyntax
{
    /// <param name="resource">As the policy has it.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a variable.</param>
    /// <param name="mayBeOther">Whether a service may take what is no ARN in its resources' policies, as <c>execute-api:/*</c>.</param>
    /// <exception cref="MalformedPolicyException">IAM would refuse it.</exception>
    public static void Check(string resource, bool hasVariables, bool mayBeOther)
    {
        if (resource == "*") return;
        // A wildcard at the end of a field may stand for fields that follow too.
        var prefix = ResourcePattern.PrefixLength(resource);
        var isArn = resource.StartsWith("arn:", StringComparison.Ordinal)
            && (prefix >= 0 || resource.EndsWith('*') || resource.Contains("*:", StringComparison.Ordinal));
        var isVariable = hasVariables && resource.AsSpan(0, prefix < 0 ? resource.Length : prefix).Contains("${", StringComparison.Ordinal);
        if ((!isArn && !mayBeOther) || (isArn && isVariable)) throw PolicyErrors.Resource(resource);
    }
}
