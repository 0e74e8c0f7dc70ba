using System.Collections.Immutable;
using Brasa.Services.Iam.Policies.Conditions;
using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies;

/// <summary>One statement, ready to be matched.</summary>
/// <param name="Sid">Its id, unique in the document.</param>
/// <param name="Effect">What it does where it applies.</param>
/// <param name="Principals">Whom it is about; <c>null</c> where it belongs to an identity.</param>
/// <param name="Actions">What it is about.</param>
/// <param name="Resources">Which resources; <c>null</c> for the one that the document is attached to.</param>
/// <param name="Conditions">All of which must hold.</param>
internal sealed record Statement(
    string? Sid, PolicyEffect Effect, PrincipalMatcher? Principals, ActionMatcher Actions, ResourceMatcher? Resources, ImmutableArray<Condition> Conditions)
{
    /// <summary>How the statement applies to a request: <see cref="Grant.None"/> where it does not.</summary>
    public Grant Match(in Query query)
    {
        if (!Actions.Matches(query.Action)) return Grant.None;

        var grant = Principals is null ? Grant.Direct : Principals.Match(query.Caller, Effect, query.HasBoundary);
        if (grant == Grant.None || Resources?.Matches(query.Resource, query.Context) == false) return Grant.None;

        foreach (var condition in Conditions.AsSpan())
        {
            if (!condition.Holds(query.Context)) return Grant.None;
        }

        return grant;
    }
}
