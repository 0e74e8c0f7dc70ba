using Brasa.Services.Iam.Policies;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies;

/// <summary>AWS's rules, case by case: the files in <c>Cases</c>.</summary>
public sealed class PolicyCasesTests
{
    private static readonly string[] Files =
        ["actions.json", "resources.json", "variables.json", "texts.json", "numbers.json", "other-types.json", "several-values.json", "principals.json", "evaluation.json", "assuming.json"];

    private static readonly Dictionary<string, PolicyCase> Cases = Files
        .SelectMany(file => PolicyCase.Read(file).Select((read, index) => (Name: $"{file}:{index + 1} {read.Why}", Case: read)))
        .ToDictionary(named => named.Name, named => named.Case);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_is_decided_as_AWS_does(string name)
    {
        var expected = Cases[name];

        var decision = PolicyEvaluator.Evaluate(expected.ToRequest(), expected.ToPolicies(), expected.ToResourcePolicy());

        Assert.Equal(expected.Expect, expected.Expect.Contains(' ', StringComparison.Ordinal) ? $"{decision.Outcome} {decision.Source}" : decision.Outcome.ToString());
    }
}
