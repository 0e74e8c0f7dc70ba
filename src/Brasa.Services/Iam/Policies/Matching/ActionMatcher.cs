using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>Which actions a statement is about. Immutable.</summary>
internal sealed class ActionMatcher
{
    private const string Everything = "*";

    private readonly bool isNegated;
    private readonly ImmutableArray<string> patterns;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names;

    /// <param name="actions">Checked before.</param>
    /// <param name="isNegated">Whether it is about all others.</param>
    public ActionMatcher(IEnumerable<string> actions, bool isNegated)
    {
        var lower = actions.Select(action => action.ToLowerInvariant()).ToList();
        this.isNegated = isNegated;
        patterns = [.. lower.Where(HasWildcard).Select(TextPattern.Encode)];
        names = lower.Where(action => !HasWildcard(action)).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        Services = isNegated || lower.Any(action => action[0] == '*')
            ? null
            : lower.Select(action => action[..action.IndexOf(':', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The prefixes of the services that it is about, in lower case; <c>null</c> where it may be any.</summary>
    public FrozenSet<string>? Services { get; }

    /// <param name="action">In lower case.</param>
    public bool Matches(ReadOnlySpan<char> action)
    {
        if (names.Contains(action)) return !isNegated;
        foreach (var pattern in patterns.AsSpan())
        {
            if (Wildcard.Matches(pattern, action)) return !isNegated;
        }

        return isNegated;
    }

    private static bool HasWildcard(string action) => action == Everything || action.AsSpan().ContainsAny('*', '?');
}
