using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.ManagedPolicies;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Account;

/// <summary>Counts what an account has in IAM, beside the most that it may have.</summary>
internal sealed class GetAccountSummary(IamStore store) : IOperation<GetAccountSummaryRequest, GetAccountSummaryResponse>
{
    public Task<GetAccountSummaryResponse> HandleAsync(GetAccountSummaryRequest request, RequestContext context, CancellationToken ct)
    {
        var account = store.Get(context.Account);
        return Task.FromResult(new GetAccountSummaryResponse
        {
            SummaryMap = new Dictionary<string, int>
            {
                ["Users"] = account.Users.Count,
                ["UsersQuota"] = IdentityRules.Users.MostOfAccount,
                ["Groups"] = account.Groups.Count,
                ["GroupsQuota"] = IdentityRules.Groups.MostOfAccount,
                ["Roles"] = account.Roles.Count,
                ["RolesQuota"] = IdentityRules.Roles.MostOfAccount,
                ["Policies"] = account.Policies.Count,
                ["PoliciesQuota"] = PolicyRules.MostOfAccount,
                ["PolicyVersionsInUse"] = account.Policies.Values.Sum(policy => policy.Versions.Count),
                ["VersionsPerPolicyQuota"] = PolicyRules.MostVersions,
                ["PolicySizeQuota"] = PolicyDocument.MaxManagedCharacters,
                ["AssumeRolePolicySizeQuota"] = PolicyDocument.MaxTrustCharacters,
                ["UserPolicySizeQuota"] = IdentityRules.Users.MostInlineBytes,
                ["GroupPolicySizeQuota"] = IdentityRules.Groups.MostInlineBytes,
                ["RolePolicySizeQuota"] = IdentityRules.Roles.MostInlineBytes,
                ["AttachedPoliciesPerUserQuota"] = IdentityRules.MostAttached,
                ["AttachedPoliciesPerGroupQuota"] = IdentityRules.MostAttached,
                ["AttachedPoliciesPerRoleQuota"] = IdentityRules.MostAttached,
                ["AccountAccessKeysPresent"] = account.RootKeys.IsEmpty ? 0 : 1,
                ["AccountMFAEnabled"] = 0,
                ["MFADevices"] = 0,
                ["MFADevicesInUse"] = 0,
                ["InstanceProfiles"] = 0,
                ["Providers"] = 0,
                ["ServerCertificates"] = 0,
            },
        });
    }
}
