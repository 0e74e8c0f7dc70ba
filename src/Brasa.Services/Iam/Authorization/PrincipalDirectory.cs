using System.Collections.Concurrent;
using Brasa.Core.Identity;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.Policies;
using Brasa.Services.Sts;

namespace Brasa.Services.Iam.Authorization;

/// <summary>Principals with their policies, read once and kept until their account changes.</summary>
internal sealed class PrincipalDirectory(IamStore store)
{
    /// <summary>Beyond it all are forgotten, as sessions come and go and are never taken leave of.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<Principal, KnownPrincipal> known = new();

    /// <summary>A principal as it is now.</summary>
    public KnownPrincipal Find(Principal principal)
    {
        var account = store.Get(principal.Account);
        if (known.TryGetValue(principal, out var kept) && ReferenceEquals(kept.Account, account)) return kept;
        if (known.Count >= MostKept) known.Clear();
        return known[principal] = Read(principal, account);
    }

    /// <summary>The policies of a user, with those of its groups, or of a role.</summary>
    public static PrincipalPolicies PoliciesOf(Identity? identity, IamAccount account, IEnumerable<string> session)
    {
        if (identity is null) return PrincipalPolicies.None;
        var groups = identity is IamUser user ? user.Groups.Select(name => account.Groups.GetValueOrDefault(name)).OfType<Identity>() : [];
        var documents = groups.Prepend(identity).SelectMany(holder => DocumentsOf(holder, account)).ToList();
        return new PrincipalPolicies(
            new PolicySet(documents),
            identity.Boundary is { } boundary ? Read(account.FindPolicy(boundary) is { } policy ? [policy.Document] : []) : null,
            session.ToList() is { Count: > 0 } bounds ? Read(bounds) : null);
    }

    private static IEnumerable<PolicyDocument> DocumentsOf(Identity identity, IamAccount account) => identity.Inline.Values
        .Concat(identity.Attached.Select(account.FindPolicy).OfType<ManagedPolicies.IamPolicy>().Select(policy => policy.Document))
        .Select(Parse);

    private static PolicySet Read(IEnumerable<string> documents) => new(documents.Select(Parse));

    /// <summary>It was checked when it was stored, by the rules for where it is.</summary>
    private static PolicyDocument Parse(string document) => PolicyDocument.Parse(document, PolicyKind.Identity, int.MaxValue);

    private static KnownPrincipal Read(Principal principal, IamAccount account)
    {
        switch (principal)
        {
            case UserPrincipal user:
                var found = account.Users.GetValueOrDefault(user.Name);
                if (found?.Id != user.Id) found = null; // another of that name
                return new KnownPrincipal(account, Caller.User(user.Arn), PoliciesOf(found, account, []), Context(principal, "User", user.Id, user.Name, found));
            case SessionPrincipal session:
                var role = account.Roles.GetValueOrDefault(Sessions.RoleNameOf(session.RoleArn));
                if (role?.Arn != session.RoleArn || (session.RoleId.Length > 0 && role.Id != session.RoleId)) role = null;
                return new KnownPrincipal(account, Caller.RoleSession(session.Arn, session.RoleArn), PoliciesOf(role, account, session.SessionPolicies),
                    Context(principal, "AssumedRole", $"{session.RoleId}:{session.SessionName}", null, role));
            case FunctionPrincipal function:
                return Read(Sessions.Of(function), account);
            default:
                return new KnownPrincipal(account, Caller.Root(principal.Account), PrincipalPolicies.None, Context(principal, "Account", principal.Account, null, null));
        }
    }

    /// <remarks>IAM user guide, "AWS global condition context keys", properties of the principal.</remarks>
    private static ConditionContext Context(Principal principal, string type, string id, string? userName, Identity? identity)
    {
        var context = new ConditionContext
        {
            ["aws:PrincipalArn"] = principal is SessionPrincipal session ? session.RoleArn : principal.Arn,
            ["aws:PrincipalAccount"] = principal.Account,
            ["aws:PrincipalType"] = type,
            ["aws:userid"] = id,
        };
        if (userName is not null) context["aws:username"] = userName;
        foreach (var (key, value) in identity?.Tags ?? IdentityRules.NoTags) context[$"aws:PrincipalTag/{key}"] = value;
        return context;
    }
}

/// <summary>A principal as policies know it.</summary>
/// <param name="Account">What IAM knew of its account when this was read.</param>
/// <param name="Caller">Its names.</param>
/// <param name="Policies">What it is given.</param>
/// <param name="Context">What conditions may ask of it.</param>
internal sealed record KnownPrincipal(IamAccount Account, Caller Caller, PrincipalPolicies Policies, ConditionContext Context);
