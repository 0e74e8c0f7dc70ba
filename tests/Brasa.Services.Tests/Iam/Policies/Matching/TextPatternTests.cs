using Brasa.Services.Iam.Policies;
using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Tests.Iam.Policies.Matching;

public sealed class TextPatternTests
{
    [Fact]
    public void A_value_longer_than_what_is_kept_for_it_matches_too()
    {
        var name = new string('n', 5_000);
        var pattern = TextPattern.Parse("a/${aws:username}/*", hasWildcards: true, hasVariables: true);
        var context = new ConditionContext { ["aws:username"] = name };

        Assert.True(pattern.Matches($"a/{name}/x", context));
        Assert.False(pattern.Matches($"a/{name}n/x", context));
    }

    [Fact]
    public void A_value_cannot_smuggle_a_wildcard_in()
    {
        var pattern = TextPattern.Parse("a/${aws:username}", hasWildcards: true, hasVariables: true);

        Assert.False(pattern.Matches("a/anything", new ConditionContext { ["aws:username"] = TextPattern.AnyRun.ToString() }));
        Assert.False(pattern.Matches("a/x", new ConditionContext { ["aws:username"] = TextPattern.AnyOne.ToString() }));
    }
}
