namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>The values of one condition, and how a request's value is compared with them. Immutable.</summary>
internal abstract class ValueTest
{
    /// <summary>Makes the test that an operator asks for.</summary>
    /// <param name="comparison">How values are compared.</param>
    /// <param name="values">The policy's.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a variable in texts and ARNs.</param>
    /// <exception cref="MalformedPolicyException">A value is not of the operator's type.</exception>
    public static ValueTest Create(Comparison comparison, List<string> values, bool hasVariables) => comparison switch
    {
        Comparison.Text or Comparison.TextIgnoringCase or Comparison.TextPattern or Comparison.Arn => new TextTest(comparison, values, hasVariables),
        Comparison.Boolean or Comparison.Absent => new BooleanTest(values),
        Comparison.Binary => new BinaryTest(values),
        Comparison.Address => new AddressTest(values),
        _ => new NumberTest(comparison, values),
    };

    /// <summary>Whether a value of the request compares with any of the policy's.</summary>
    public abstract bool MatchesAny(string? value, ConditionContext context);
}
