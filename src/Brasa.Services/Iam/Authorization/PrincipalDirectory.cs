using System.Collections.Concurrent;
using System.Globalization;
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
    public static PrincipalPolicies PoliciesOf(Identity identity, IamAccount account, IEnumerable<string> session)
    {
        var groups = identity is IamUser user ? user.Groups.Select(name => account.Groups.GetValueOrDefault(name)).OfType<Identity>() : [];
        var documents = groups.Prepend(identity).SelectMany(holder => DocumentsOf(holder, account)).ToList();
        return new PrincipalPolicies(
            new PolicySet(documents),
            identity.Boundary is { } boundary ? Read(account.FindPolicy(boundary) is { } policy ? [policy.Document] : []) : null,
            session.ToList() is { Count: > 0 } bounds ? Read(bounds) : null);
    }

    /// <summary>A time as conditions compare it.</summary>
    public static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<PolicyDocument> DocumentsOf(Identity identity, IamAccount account) => identity.Inline.Values
        .Concat(identity.Attached.Select(account.FindPolicy).OfType<ManagedPolicies.IamPolicy>().Select(policy => policy.Document))
        .Select(Parse);

    private static PolicySet Read(IEnumerable<string> documents) => new(documents.Select(Parse));

    /// <summary>It was checked when it was stored, by the rules for where it is.</summary>
    private static PolicyDocument Parse(string document) => PolicyDocument.Parse(document, PolicyKind.Identity, int.MaxValue);

    private static KnownPrincipal Read(Principal principal, IamAccount account) => principal switch
    {
        // Who is deleted, or made anew under the same name, is another: what was given out before is nobody's.
        UserPrincipal user => new KnownPrincipal(account, Caller.User(user.Arn),
            account.Users.TryGetValue(user.Name, out var found) && found.Id == user.Id ? PoliciesOf(found, account, []) : null,
            Context(principal, user.Arn, "User", user.Id, user.Name, found)),
        SessionPrincipal session => ReadSession(session, FindRole(session.RoleArn, account) is { } role && role.Id == session.RoleId ? role : null, account),
        FunctionPrincipal function => ReadFunction(ReadSession(Sessions.Of(function), FindRole(function.RoleArn, account), account), function),
        _ => new KnownPrincipal(account, Caller.Root(principal.Account), PrincipalPolicies.None, Context(principal, principal.Arn, "Account", principal.Account, null, null)),
    };

    private static KnownPrincipal ReadSession(SessionPrincipal session, IamRole? role, IamAccount account) => new(
        account, Caller.RoleSession(session.Arn, session.RoleArn), role is null ? null : PoliciesOf(role, account, session.SessionPolicies),
        Context(session, session.RoleArn, "AssumedRole", $"{role?.Id}:{session.SessionName}", null, role));

    private static KnownPrincipal ReadFunction(KnownPrincipal session, FunctionPrincipal function) =>
        session with { Context = new ConditionContext(session.Context) { ["lambda:SourceFunctionArn"] = function.FunctionArn } };

    private static IamRole? FindRole(string arn, IamAccount account) =>
        account.Roles.GetValueOrDefault(Sessions.RoleNameOf(arn)) is { } role && role.Arn == arn ? role : null;

    /// <remarks>IAM user guide, "AWS global condition context keys", properties of the principal.</remarks>
    private static ConditionContext Context(Principal principal, string arn, string type, string id, string? userName, Identity? identity)
    {
        var context = new ConditionContext
        {
            ["aws:PrincipalArn"] = arn,
            ["aws:PrincipalAccount"] = principal.Account,
            ["aws:PrincipalType"] = type,
            ["aws:userid"] = id,
            ["aws:PrincipalIsAWSService"] = "false",
            ["aws:ViaAWSService"] = "false",
        };
        if (principal.Since is { } since)
        {
            context["aws:TokenIssueTime"] = Instant(since);
            context["aws:MultiFactorAuthPresent"] = "false"; // not there for keys of one's own; nobody has a second factor here
        }

        if (userName is not null) context["aws:username"] = userName;
        foreach (var (key, value) in identity?.Tags ?? IdentityRules.NoTags) context[$"aws:PrincipalTag/{key}"] = value;
        if (principal is not SessionPrincipal session) return context;
        foreach (var (key, value) in session.Tags) context[$"aws:PrincipalTag/{key}"] = value;
        if (session.SourceIdentity is { } source) context["aws:SourceIdentity"] = source;
        return context;
    }
}

/// <summary>A principal as policies know it.</summary>
/// <param name="Account">What IAM knew of its account when this was read.</param>
/// <param name="Caller">Its names.</param>
/// <param name="Policies">What it is given; <c>null</c> where it is not there any more.</param>
/// <param name="Context">What conditions may ask of it.</param>
internal sealed record KnownPrincipal(IamAccount Account, Caller Caller, PrincipalPolicies? Policies, ConditionContext Context);
