using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Brasa.Services.Iam.Policies;

/// <summary>Policies that apply together, as all of a user's, with their statements found by service. Immutable: made once and kept.</summary>
public sealed class PolicySet
{
    /// <summary>No policies: nothing is allowed, and nothing denied.</summary>
    public static readonly PolicySet Empty = new([]);

    private readonly FrozenDictionary<string, Statements>.AlternateLookup<ReadOnlySpan<char>> byService;
    private readonly Statements ofAnyService;

    /// <param name="documents">In any order.</param>
    public PolicySet(IEnumerable<PolicyDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var all = documents.ToList();
        var statements = all.SelectMany(document => document.Statements).ToList();
        IsTrust = all.Exists(document => document.Kind == PolicyKind.Trust);
        ofAnyService = Statements.Of(statements.Where(statement => statement.Actions.Services is null));
        byService = statements.SelectMany(statement => statement.Actions.Services ?? []).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(
                service => service,
                service => Statements.Of(statements.Where(statement => statement.Actions.Services?.Contains(service) != false)),
                StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether it is the trust policy of a role, without which nobody assumes it.</summary>
    internal bool IsTrust { get; }

    /// <summary>Whether a statement denies a request.</summary>
    internal bool Denies(in Query query)
    {
        foreach (var statement in Find(query).Denying.AsSpan())
        {
            if (statement.Match(query) != Grant.None) return true;
        }

        return false;
    }

    /// <summary>How directly a request is allowed, denials aside.</summary>
    internal Grant Allows(in Query query)
    {
        var most = Grant.None;
        foreach (var statement in Find(query).Allowing.AsSpan())
        {
            var grant = statement.Match(query);
            if (grant == Grant.Direct) return grant;
            if (grant > most) most = grant;
        }

        return most;
    }

    private Statements Find(in Query query)
    {
        var colon = query.Action.IndexOf(':');
        return colon >= 0 && byService.TryGetValue(query.Action[..colon], out var statements) ? statements : ofAnyService;
    }

    /// <summary>Statements by what they do.</summary>
    private sealed record Statements(ImmutableArray<Statement> Denying, ImmutableArray<Statement> Allowing)
    {
        public static Statements Of(IEnumerable<Statement> statements)
        {
            var byEffect = statements.ToLookup(statement => statement.Effect);
            return new Statements([.. byEffect[PolicyEffect.Deny]], [.. byEffect[PolicyEffect.Allow]]);
        }
    }
}
