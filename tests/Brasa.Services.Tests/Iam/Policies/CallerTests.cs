using Brasa.Services.Iam.Policies;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies;

public sealed class CallerTests
{
    [Fact]
    public void A_caller_is_of_the_account_in_its_ARN()
    {
        Assert.Equal(Callers.Account, Callers.Session.Account);
        Assert.Equal("arn:aws:iam::111122223333:root", Callers.Root.Arn);
        Assert.Null(Caller.Service("events.amazonaws.com").Account);
    }

    [Fact]
    public void What_is_no_ARN_is_nobody() => Assert.Throws<ArgumentException>(() => Caller.User("alice"));

    [Fact]
    public void A_canonical_user_stands_for_its_account()
    {
        const string policy = """{"Statement":{"Effect":"Allow","Principal":{"CanonicalUser":"79a5"},"Action":"s3:*","Resource":"*"}}""";
        var resource = new PolicySet([PolicyDocument.Parse(policy, PolicyKind.Resource, PolicyDocument.MaxRoleInlineCharacters)]);
        var everything = new PolicySet([PolicyDocument.Parse("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.Identity, PolicyDocument.MaxRoleInlineCharacters)]);

        Outcome Of(Caller caller) => PolicyEvaluator.Evaluate(
            new AccessRequest(caller, "s3:GetObject", "arn:aws:s3:::b/k", Callers.OtherAccount, ConditionContext.Empty), new PrincipalPolicies(everything), resource).Outcome;

        Assert.Equal(Outcome.Allow, Of(Callers.Alice with { CanonicalUser = "79a5" }));
        Assert.Equal(Outcome.ImplicitDeny, Of(Callers.Alice with { CanonicalUser = "ffff" }));
        Assert.Equal(Outcome.ImplicitDeny, Of(Callers.Alice));
    }
}
