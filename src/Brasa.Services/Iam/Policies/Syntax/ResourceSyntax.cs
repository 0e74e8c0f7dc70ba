using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>What a resource in an identity's policy looks like: <c>*</c> or an ARN, with wildcards, and variables behind its fifth colon.</summary>
internal static class ResourceSyntax
{
    /// <exception cref="MalformedPolicyException">IAM would refuse it.</exception>
    public static void Check(string resource, bool hasVariables)
    {
        if (resource == "*") return;
        if (!resource.StartsWith("arn:", StringComparison.Ordinal)) throw PolicyErrors.Resource(resource);

        // A wildcard at the end of a field may stand for fields that follow too.
        var prefix = ResourcePattern.PrefixLength(resource);
        if (prefix < 0 && !resource.EndsWith('*') && !resource.Contains("*:", StringComparison.Ordinal)) throw PolicyErrors.Resource(resource);
        if (hasVariables && resource.AsSpan(0, prefix < 0 ? resource.Length : prefix).Contains("${", StringComparison.Ordinal)) throw PolicyErrors.Resource(resource);
    }
}
