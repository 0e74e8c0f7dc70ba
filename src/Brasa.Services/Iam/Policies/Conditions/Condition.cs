namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>One condition: an operator, a key of the request, and what its values are compared with.</summary>
/// <remarks>
/// IAM User Guide, "Conditions with multiple context keys or values", "Single-valued vs. multivalued context keys". Values of the policy are alternatives;
/// those of a negated operator are alternatives none of which may match.
/// </remarks>
internal sealed class Condition(ConditionOperator comparison, string key, ValueTest test)
{
    /// <summary>How long a test takes, compared with others: texts and booleans are compared as they are, patterns searched, all else read first.</summary>
    public int Cost => comparison.Comparison switch
    {
        Comparison.Text or Comparison.Boolean or Comparison.Absent => 0,
        Comparison.TextIgnoringCase or Comparison.TextPattern or Comparison.Arn => 1,
        _ => 2,
    };

    public bool Holds(ConditionContext context)
    {
        var values = context.Find(key);
        if (comparison.Comparison == Comparison.Absent) return test.MatchesAny(values.Count == 0 ? bool.TrueString : bool.FalseString, context);
        if (values.Count == 0) return HoldsWithoutValue();

        foreach (var value in values)
        {
            var passes = test.MatchesAny(value, context) != comparison.IsNegated;
            switch (comparison.Quantifier)
            {
                case Quantifier.All when !passes: return false;
                case Quantifier.Any when passes: return true;
                // Of a key with several values that the policy takes for a single one, one that matches is a match.
                case Quantifier.One when passes != comparison.IsNegated: return passes;
                default: break;
            }
        }

        return comparison.Quantifier == Quantifier.All || (comparison.Quantifier == Quantifier.One && comparison.IsNegated);
    }

    private bool HoldsWithoutValue() => comparison.IfExists || comparison.Quantifier switch
    {
        Quantifier.All => true,
        Quantifier.Any => false,
        _ => comparison.IsNegated,
    };
}
