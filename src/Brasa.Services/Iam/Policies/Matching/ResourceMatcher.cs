using System.Collections.Immutable;

namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>Which resources a statement is about. Immutable.</summary>
internal sealed class ResourceMatcher(IEnumerable<ResourcePattern> patterns, bool isNegated)
{
    private readonly ImmutableArray<ResourcePattern> patterns = [.. patterns];

    public bool Matches(string resource, ConditionContext context)
    {
        foreach (var pattern in patterns.AsSpan())
        {
            if (pattern.Matches(resource, context)) return !isNegated;
        }

        return isNegated;
    }
}
