using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.ResourcePolicies;

/// <summary>How requests name policies: by the account's name for it, or by the log group that it is for.</summary>
internal static class PolicyKeys
{
    public static string Of(RequestContext context, LogGroups groups, string? name, string? resourceArn)
    {
        if (resourceArn is null) return name is { Length: > 0 } given ? given : throw LogErrors.Invalid("policyName must be specified.");
        var key = LogGroups.KeyOf(context, LogGroups.NameOf(context, resourceArn));
        groups.Get(key);
        return StoredGroup.ArnOf(key);
    }

    /// <exception cref="OperationAbortedException">The policy has been changed since.</exception>
    public static void RequireRevision(StoredPolicy? policy, string? expected)
    {
        if (expected is not null && policy?.Revision != expected) throw new OperationAbortedException("The policy's revision is not the expected one.");
    }

    public static ResourcePolicy Describe(StoredPolicy policy) => new()
    {
        PolicyName = policy.Name,
        PolicyDocument = policy.Document,
        LastUpdatedTime = policy.UpdatedAt,
        PolicyScope = policy.ResourceArn is null ? PolicyScope.Account : PolicyScope.Resource,
        ResourceArn = policy.ResourceArn,
        RevisionId = policy.Revision,
    };
}
