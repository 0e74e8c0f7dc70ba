using System.Collections.Immutable;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.ManagedPolicies;

namespace Brasa.Services.Iam;

/// <summary>All that IAM knows of one account, as one immutable value.</summary>
/// <remarks>Names are one whatever their case, as in IAM.</remarks>
internal sealed record IamAccount(string Account)
{
    public ImmutableSortedDictionary<string, IamUser> Users { get; init; } = Empty<IamUser>();
    public ImmutableSortedDictionary<string, IamRole> Roles { get; init; } = Empty<IamRole>();
    public ImmutableSortedDictionary<string, IamGroup> Groups { get; init; } = Empty<IamGroup>();

    /// <summary>The account's own managed policies, by name.</summary>
    public ImmutableSortedDictionary<string, IamPolicy> Policies { get; init; } = Empty<IamPolicy>();

    /// <summary>The root user's keys, under <see cref="IamRoot.Name"/> where there have been any.</summary>
    public ImmutableSortedDictionary<string, IamRoot> Roots { get; init; } = Empty<IamRoot>();

    /// <summary>The root user's keys.</summary>
    public ImmutableArray<UserKey> RootKeys => Roots.TryGetValue(IamRoot.Name, out var root) ? root.Keys : [];

    /// <summary>Everyone that policies are given to.</summary>
    public IEnumerable<Identity> Identities => Users.Values.Concat<Identity>(Roles.Values).Concat(Groups.Values);

    /// <summary>The managed policy of that ARN, the account's own or one of AWS's.</summary>
    public IamPolicy? FindPolicy(string arn)
    {
        if (AwsPolicies.Find(arn) is { } known) return known;
        return Policies.TryGetValue(arn[(arn.LastIndexOf('/') + 1)..], out var policy) && policy.Arn == arn ? policy : null;
    }

    private static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.OrdinalIgnoreCase);
}
