using System.Text.RegularExpressions;
using Brasa.Services.Iam.Policies;
using Brasa.Services.Iam.Policies.Matching;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies.Matching;

public sealed class ResourcePatternTests
{
    [Fact]
    public void It_matches_what_a_regular_expression_of_the_same_rules_does() => Iterations.Run(4_000, random =>
    {
        var pattern = "arn:" + Text(random, "ab*?::", 14);
        var resource = "arn:" + Text(random, "ab::", 10);

        var matches = ResourcePattern.Parse(pattern, hasVariables: false).Matches(resource, ConditionContext.Empty);

        Assert.True(Regex.IsMatch(resource, $@"\A{Expression(pattern)}\z", RegexOptions.Singleline) == matches, $"{pattern} against {resource}");
    });

    private static string Expression(string pattern)
    {
        var (fields, isOneText) = (pattern.Split(':', 6), pattern.Count(c => c == ':') < 5);
        var expressions = new List<string>();
        foreach (var (index, field) in fields.Index())
        {
            isOneText |= index == 5 || field.EndsWith('*');
            expressions.Add(string.Concat(field.Select(c => c switch { '*' => isOneText ? ".*" : "[^:]*", '?' => isOneText ? "." : "[^:]", _ => Regex.Escape(c.ToString()) })));
        }

        return string.Join(':', expressions);
    }

    private static string Text(Random random, string alphabet, int length) => new([.. Enumerable.Range(0, random.Next(length)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
}
