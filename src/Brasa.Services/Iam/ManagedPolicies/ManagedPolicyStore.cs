using System.Collections.Immutable;
using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>What operations do to managed policies: an account's own can be changed, AWS's are the same for all.</summary>
internal sealed class ManagedPolicyStore(IamStore store)
{
    /// <exception cref="NoSuchEntityException">There is none of that ARN.</exception>
    public IamPolicy Get(RequestContext context, string arn) => store.Get(context.Account).FindPolicy(arn) ?? throw NotFound(arn);

    /// <summary>Policies by name: the account's own, AWS's, or both.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scope"><c>Local</c>, <c>AWS</c> or anything else for both.</param>
    public IEnumerable<IamPolicy> List(RequestContext context, string? scope)
    {
        var own = scope == PolicyScopeType.Aws.Value ? [] : store.Get(context.Account).Policies.Values;
        var all = scope == PolicyScopeType.Local.Value ? own : own.Concat(AwsPolicies.All);
        return all.OrderBy(policy => policy.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How many users, roles and groups of the account a policy is attached to.</summary>
    public int CountUsers(RequestContext context, string arn) => store.Get(context.Account).Identities.Count(identity => identity.Attached.Contains(arn));

    /// <summary>How many users and roles of the account a policy bounds.</summary>
    public int CountBounded(RequestContext context, string arn) => store.Get(context.Account).Identities.Count(identity => identity.Boundary == arn);

    public async Task<IamPolicy> AddAsync(RequestContext context, CreatePolicyRequest request, CancellationToken ct)
    {
        var policy = new IamPolicy
        {
            Account = context.Account, Name = request.PolicyName, Path = request.Path ?? "/", Id = Ids.New(Ids.Policy), Description = request.Description,
            Created = Descriptions.Whole(context.Time), Updated = Descriptions.Whole(context.Time), Versions = Versions(1, new IamPolicyVersion(request.PolicyDocument, Descriptions.Whole(context.Time))), Default = 1, Next = 2,
            Tags = IdentityRules.WithTags(IdentityRules.NoTags, request.Tags),
        };
        await store.UpdateAsync(context.Account, account =>
        {
            if (account.Policies.ContainsKey(policy.Name)) throw new EntityAlreadyExistsException($"A policy called {policy.Name} already exists. Duplicate names are not allowed.");
            if (account.Policies.Count >= PolicyRules.MostOfAccount) throw new LimitExceededException($"Cannot exceed quota for PoliciesPerAccount: {PolicyRules.MostOfAccount}");
            return account with { Policies = account.Policies.Add(policy.Name, policy) };
        }, ct);
        return policy;
    }

    /// <summary>Changes one of the account's own.</summary>
    /// <exception cref="NoSuchEntityException">There is none of that ARN.</exception>
    public async Task<IamPolicy> UpdateAsync(RequestContext context, string arn, Func<IamPolicy, IamPolicy> change, CancellationToken ct)
    {
        IamPolicy after = null!;
        await store.UpdateAsync(context.Account, account =>
        {
            var before = Own(account, arn);
            after = change(before);
            return account with { Policies = account.Policies.SetItem(before.Name, after) };
        }, ct);
        return after;
    }

    /// <exception cref="NoSuchEntityException">There is none of that ARN.</exception>
    /// <exception cref="DeleteConflictException">It is in use, or has more than one version.</exception>
    public Task RemoveAsync(RequestContext context, string arn, CancellationToken ct) => store.UpdateAsync(context.Account, account =>
    {
        var policy = Own(account, arn);
        if (account.Identities.Any(identity => identity.Attached.Contains(arn) || identity.Boundary == arn)) throw new DeleteConflictException("Cannot delete a policy attached to entities.");
        if (policy.Versions.Count > 1)
            throw new DeleteConflictException("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
        return account with { Policies = account.Policies.Remove(policy.Name) };
    }, ct);

    public Policy Describe(RequestContext context, IamPolicy policy) => new()
    {
        PolicyName = policy.Name, PolicyId = policy.Id, Arn = policy.Arn, Path = policy.Path, DefaultVersionId = IamPolicy.NameOf(policy.Default),
        AttachmentCount = CountUsers(context, policy.Arn), PermissionsBoundaryUsageCount = CountBounded(context, policy.Arn), IsAttachable = true,
        Description = policy.Description, CreateDate = policy.Created, UpdateDate = policy.Updated, Tags = Descriptions.Describe(policy.Tags),
    };

    public static ImmutableSortedDictionary<int, IamPolicyVersion> Versions(int number, IamPolicyVersion version) =>
        ImmutableSortedDictionary<int, IamPolicyVersion>.Empty.Add(number, version);

    private static IamPolicy Own(IamAccount account, string arn)
    {
        var policy = account.FindPolicy(arn) ?? throw NotFound(arn);
        return policy.Account == account.Account ? policy : throw new InvalidInputException($"Policy {arn} is AWS's own, and cannot be changed.");
    }

    private static NoSuchEntityException NotFound(string arn) => new($"Policy {arn} was not found.");
}
