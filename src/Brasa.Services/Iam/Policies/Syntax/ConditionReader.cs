using System.Collections.Immutable;
using System.Text.Json;
using Brasa.Services.Iam.Policies.Conditions;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>Reads a statement's conditions: values by key, by operator.</summary>
internal static class ConditionReader
{
    /// <exception cref="MalformedPolicyException">IAM would refuse it.</exception>
    public static ImmutableArray<Condition> Read(JsonElement element, bool hasVariables)
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var member in PolicyJson.Members(element))
        {
            var comparison = ConditionOperator.TryParse(member.Name) ?? throw PolicyErrors.Syntax;
            foreach (var tested in PolicyJson.Members(member.Value))
            {
                if (tested.Name.IndexOf(':', StringComparison.Ordinal) <= 0) throw PolicyErrors.NoVendor;
                var test = ValueTest.Create(comparison.Comparison, PolicyJson.Values(tested.Value), hasVariables);
                conditions.Add(new Condition(comparison, PolicyJson.Checked(tested.Name), test));
            }
        }

        // All of them must hold: those that are tested soonest come first.
        return [.. conditions.OrderBy(condition => condition.Cost)];
    }
}
