using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary><c>true</c> and <c>false</c>, in any case.</summary>
internal sealed class BooleanTest : ValueTest
{
    private readonly bool takesTrue;
    private readonly bool takesFalse;

    /// <exception cref="MalformedPolicyException">A value is neither.</exception>
    public BooleanTest(List<string> values)
    {
        foreach (var value in values)
        {
            if (!bool.TryParse(value, out var isTrue)) throw PolicyErrors.LegacyParsing;
            takesTrue |= isTrue;
            takesFalse |= !isTrue;
        }
    }

    public override bool MatchesAny(string? value, ConditionContext context) => bool.TryParse(value, out var isTrue) && (isTrue ? takesTrue : takesFalse);
}
