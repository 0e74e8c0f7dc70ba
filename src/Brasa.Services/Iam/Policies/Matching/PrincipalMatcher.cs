using System.Collections.Frozen;

namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>Whom a statement of a resource's policy is about. Immutable.</summary>
/// <remarks>IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".</remarks>
internal sealed class PrincipalMatcher
{
    private const string Everybody = "*";

    private readonly bool isNegated;
    private readonly bool isEverybody;
    private readonly FrozenSet<string> accounts;
    private readonly FrozenSet<string> arns;
    private readonly FrozenSet<string> services;
    private readonly FrozenSet<string> federated;
    private readonly FrozenSet<string> canonicalUsers;

    private PrincipalMatcher(Builder builder, bool isNegated)
    {
        this.isNegated = isNegated;
        isEverybody = builder.IsEverybody;
        accounts = builder.Accounts.ToFrozenSet(StringComparer.Ordinal);
        arns = builder.Arns.ToFrozenSet(StringComparer.Ordinal);
        services = builder.Services.ToFrozenSet(StringComparer.Ordinal);
        federated = builder.Federated.ToFrozenSet(StringComparer.Ordinal);
        canonicalUsers = builder.CanonicalUsers.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>How directly the statement is about a caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="effect">Of the statement: who is not to be denied must be named in full, who is not to be allowed by any of its names.</param>
    /// <param name="hasBoundary">A denial of all others denies everybody who has a permissions boundary, whomever it names.</param>
    public Grant Match(Caller caller, PolicyEffect effect, bool hasBoundary)
    {
        if (!isNegated) return Named(caller);
        var isSpared = effect == PolicyEffect.Deny ? !hasBoundary && IsNamedInFull(caller) : Named(caller) != Grant.None;
        return isSpared ? Grant.None : Grant.Direct;
    }

    private Grant Named(Caller caller)
    {
        if (isEverybody || IsNamedItself(caller)) return Grant.Direct;
        if (caller.Issuer is { } issuer && arns.Contains(issuer)) return Grant.Issuer;
        return IsAccountNamed(caller) ? Grant.Account : Grant.None;
    }

    private bool IsNamedInFull(Caller caller) => isEverybody
        || (IsNamedItself(caller)
            && (caller.Issuer is not { } issuer || arns.Contains(issuer))
            && (caller.Account is null || IsAccountNamed(caller)));

    private bool IsNamedItself(Caller caller) => caller.Kind switch
    {
        CallerKind.Service => services.Contains(caller.Arn) || services.Contains(Everybody),
        CallerKind.Federated => federated.Contains(caller.Arn) || federated.Contains(Everybody),
        CallerKind.Anonymous => false,
        // Of an account nobody but its root user is named by it directly.
        CallerKind.Root => IsAccountNamed(caller),
        _ => arns.Contains(caller.Arn),
    };

    private bool IsAccountNamed(Caller caller) =>
        (caller.Account is { } account && accounts.Contains(account)) || (caller.CanonicalUser is { } user && canonicalUsers.Contains(user));

    /// <summary>Gathers principals.</summary>
    public sealed class Builder
    {
        public bool IsEverybody { get; private set; }

        public HashSet<string> Accounts { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Arns { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Services { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Federated { get; } = new(StringComparer.Ordinal);

        public HashSet<string> CanonicalUsers { get; } = new(StringComparer.Ordinal);

        public Builder AddEverybody()
        {
            IsEverybody = true;
            return this;
        }

        public PrincipalMatcher Build(bool isNegated) => new(this, isNegated);
    }
}
