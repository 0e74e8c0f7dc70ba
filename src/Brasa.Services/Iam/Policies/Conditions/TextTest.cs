using System.Collections.Immutable;
using Brasa.Services.Iam.Policies.Matching;
using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>Texts and ARNs, with variables.</summary>
internal sealed class TextTest : ValueTest
{
    private readonly Comparison comparison;
    private readonly ImmutableArray<TextPattern> patterns;

    /// <exception cref="MalformedPolicyException">A value is no ARN and should be, or a variable does not end or has no name.</exception>
    public TextTest(Comparison comparison, List<string> values, bool hasVariables)
    {
        var hasWildcards = comparison is Comparison.TextPattern or Comparison.Arn;
        if (comparison == Comparison.Arn && !values.TrueForAll(IsArn)) throw PolicyErrors.LegacyParsing;
        this.comparison = comparison;
        patterns = [.. values.Select(value => TextPattern.Parse(value, hasWildcards, hasVariables))];
    }

    public override bool MatchesAny(string? value, ConditionContext context)
    {
        foreach (var pattern in patterns.AsSpan())
        {
            var matches = comparison switch
            {
                Comparison.TextIgnoringCase => pattern.EqualsIgnoringCase(value, context),
                Comparison.Arn => pattern.MatchesArn(value, context),
                _ => pattern.Matches(value, context),
            };
            if (matches) return true;
        }

        return false;
    }

    private static bool IsArn(string value) => value == "*" || value.StartsWith("arn:", StringComparison.Ordinal) || value.StartsWith("${", StringComparison.Ordinal);
}
