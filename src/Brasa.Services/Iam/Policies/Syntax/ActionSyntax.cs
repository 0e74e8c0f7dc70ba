using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>What an action in a policy looks like: <c>*</c>, or a service's prefix, a colon and a name with wildcards.</summary>
internal static class ActionSyntax
{
    private const string Everything = "*";

    /// <summary>What a trust policy may be about.</summary>
    /// <remarks>IAM User Guide, "Actions, resources, and condition keys for AWS Security Token Service".</remarks>
    private static readonly string[] Assuming =
        ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"];

    /// <exception cref="MalformedPolicyException">IAM would refuse it.</exception>
    public static void Check(string action, bool isTrust)
    {
        if (action != Everything) CheckNamed(action);
        if (isTrust && !IsAssuming(action)) throw PolicyErrors.NotAssumeRole;
    }

    private static void CheckNamed(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw PolicyErrors.NoVendor;
        if (action.IndexOf(':', colon + 1) >= 0) throw PolicyErrors.ManyColons;

        var vendor = action[..colon];
        var isVendor = vendor == Everything || (vendor.Length > 0 && vendor.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
        if (!isVendor) throw PolicyErrors.Vendor(vendor);
        if (colon == action.Length - 1) throw PolicyErrors.Syntax;
    }

    private static bool IsAssuming(string action)
    {
        var pattern = TextPattern.Encode(action.ToLowerInvariant());
        return action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) && Assuming.Any(assuming => Wildcard.Matches(pattern, assuming));
    }
}
