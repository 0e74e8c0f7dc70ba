using Brasa.Contracts.Iam;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>What holds for managed policies, and how IAM describes them.</summary>
internal static class PolicyRules
{
    /// <remarks>IAM user guide, "IAM and AWS STS quotas".</remarks>
    public const int MostVersions = 5;

    /// <remarks>IAM user guide, "IAM and AWS STS quotas".</remarks>
    public const int MostOfAccount = 1_500;

    /// <exception cref="NoSuchEntityException">There is no such managed policy.</exception>
    public static void RequireAttachable(IamAccount account, string arn)
    {
        if (account.FindPolicy(arn) is null) throw new NoSuchEntityException($"Policy {arn} does not exist or is not attachable.");
    }

    /// <summary>The number of a version by AWS's name for it.</summary>
    /// <exception cref="NoSuchEntityException">There is no such version.</exception>
    public static int RequireVersion(this IamPolicy policy, string name) =>
        policy.Versions.ContainsKey(IamPolicy.NumberOf(name))
            ? IamPolicy.NumberOf(name)
            : throw new NoSuchEntityException($"Policy {policy.Arn} version {name} does not exist or is not attachable.");

    /// <summary>A version, with its document.</summary>
    public static PolicyVersion Describe(this IamPolicy policy, int number) => new()
    {
        VersionId = IamPolicy.NameOf(number),
        IsDefaultVersion = number == policy.Default,
        CreateDate = policy.Versions[number].Created,
        Document = Identities.Descriptions.Encode(policy.Versions[number].Document),
    };
}
