using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>Which actions a statement is about. Immutable.</summary>
internal sealed class ActionMatcher
{
    /// <summary>Names that are compared one by one sooner than looked up.</summary>
    private const int Few = 8;

    private readonly bool isNegated;
    private readonly ImmutableArray<WildcardPattern> patterns;
    private readonly ImmutableArray<string> fewNames = [];
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>? manyNames;

    /// <param name="actions">Checked before.</param>
    /// <param name="isNegated">Whether it is about all others.</param>
    public ActionMatcher(IEnumerable<string> actions, bool isNegated)
    {
        var lower = actions.Select(action => action.ToLowerInvariant()).ToList();
        this.isNegated = isNegated;
        patterns = [.. lower.Where(HasWildcard).Select(action => new WildcardPattern(TextPattern.Encode(action)))];
        var names = lower.Where(action => !HasWildcard(action)).ToFrozenSet(StringComparer.Ordinal);
        if (names.Count > Few) manyNames = names.GetAlternateLookup<ReadOnlySpan<char>>();
        else fewNames = [.. names];
        Services = isNegated || lower.Any(action => action[0] == '*')
            ? null
            : lower.Select(action => action[..action.IndexOf(':', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The prefixes of the services that it is about, in lower case; <c>null</c> where it may be any.</summary>
    public FrozenSet<string>? Services { get; }

    /// <param name="action">In lower case.</param>
    public bool Matches(ReadOnlySpan<char> action)
    {
        if (manyNames?.Contains(action) == true) return !isNegated;
        foreach (var name in fewNames.AsSpan())
        {
            if (action.SequenceEqual(name)) return !isNegated;
        }

        foreach (ref readonly var pattern in patterns.AsSpan())
        {
            if (pattern.Matches(action)) return !isNegated;
        }

        return isNegated;
    }

    private static bool HasWildcard(string action) => action.AsSpan().ContainsAny('*', '?');
}
