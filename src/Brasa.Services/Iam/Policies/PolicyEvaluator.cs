using System.Runtime.CompilerServices;

namespace Brasa.Services.Iam.Policies;

/// <summary>Decides requests by policies, as AWS does.</summary>
/// <remarks>
/// IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic". Any explicit deny decides. Within an account the identity's policies or the
/// resource's must allow, between accounts both. A boundary and a session policy limit what the identity's policies allow, and what the resource's policy allows
/// the session's role or user; not what it allows the session or user itself. A trust policy must always allow.
/// </remarks>
public static class PolicyEvaluator
{
    /// <summary>Longer than any action; such a one is matched all the same.</summary>
    private const int StackCharacters = 128;

    /// <summary>Decides a request.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="policies">The caller's policies.</param>
    /// <param name="resourcePolicy">The policy of the resource, or of the role that is to be assumed; <c>null</c> where it has none.</param>
    [SkipLocalsInit]
    public static Decision Evaluate(in AccessRequest request, PrincipalPolicies policies, PolicySet? resourcePolicy = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        Span<char> action = request.Action.Length <= StackCharacters ? stackalloc char[StackCharacters] : new char[request.Action.Length];
        action = action[..request.Action.AsSpan().ToLowerInvariant(action)];
        var query = new Query(request, action, policies.Boundary is not null);
        var ofResource = resourcePolicy?.IsTrust == true ? PolicySource.Trust : PolicySource.Resource;

        if (policies.Identity.Denies(query)) return new Decision(Outcome.ExplicitDeny, PolicySource.Identity);
        if (policies.Boundary?.Denies(query) == true) return new Decision(Outcome.ExplicitDeny, PolicySource.Boundary);
        if (policies.Session?.Denies(query) == true) return new Decision(Outcome.ExplicitDeny, PolicySource.Session);
        if (resourcePolicy?.Denies(query) == true) return new Decision(Outcome.ExplicitDeny, ofResource);

        var grant = resourcePolicy?.Allows(query) ?? Grant.None;
        var byResource = new Decision(grant == Grant.None ? Outcome.ImplicitDeny : Outcome.Allow, ofResource);
        // Services, identity providers and the anonymous have no policies of their own.
        if (request.Caller.Account is null) return byResource;

        if (request.IsCrossAccount)
        {
            var byIdentity = ByIdentity(query, policies);
            return byIdentity.IsAllowed ? byResource : byIdentity;
        }

        return grant switch
        {
            Grant.Direct => byResource,
            Grant.Issuer => Limited(query, policies, byResource),
            Grant.None when ofResource == PolicySource.Trust => byResource,
            _ => ByIdentity(query, policies),
        };
    }

    private static Decision ByIdentity(in Query query, PrincipalPolicies policies)
    {
        if (query.Caller.IsRoot) return new Decision(Outcome.Allow, PolicySource.None);
        return policies.Identity.Allows(query) == Grant.None
            ? new Decision(Outcome.ImplicitDeny, PolicySource.Identity)
            : Limited(query, policies, new Decision(Outcome.Allow, PolicySource.Identity));
    }

    private static Decision Limited(in Query query, PrincipalPolicies policies, Decision allowed)
    {
        if (policies.Boundary?.Allows(query) == Grant.None) return new Decision(Outcome.ImplicitDeny, PolicySource.Boundary);
        // A federated user has nothing but what its session was begun with; a role's session without a policy has all of the role's.
        var isLimited = policies.Session is null ? query.Caller.Kind == CallerKind.FederatedUser : policies.Session.Allows(query) == Grant.None;
        return isLimited ? new Decision(Outcome.ImplicitDeny, PolicySource.Session) : allowed;
    }
}
