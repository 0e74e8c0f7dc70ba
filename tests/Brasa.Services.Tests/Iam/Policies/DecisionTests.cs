using Brasa.Services.Iam.Policies;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies;

public sealed class DecisionTests
{
    private static readonly AccessRequest Request = new(Callers.Alice, "s3:GetObject", "arn:aws:s3:::bucket/key", null, ConditionContext.Empty);

    [Theory]
    [InlineData(Outcome.ImplicitDeny, PolicySource.Identity, "because no identity-based policy allows the s3:GetObject action")]
    [InlineData(Outcome.ImplicitDeny, PolicySource.Boundary, "because no permissions boundary allows the s3:GetObject action")]
    [InlineData(Outcome.ImplicitDeny, PolicySource.Session, "because no session policy allows the s3:GetObject action")]
    [InlineData(Outcome.ImplicitDeny, PolicySource.Resource, "because no resource-based policy allows the s3:GetObject action")]
    [InlineData(Outcome.ImplicitDeny, PolicySource.Trust, "because no role trust policy allows the s3:GetObject action")]
    [InlineData(Outcome.ExplicitDeny, PolicySource.Identity, "with an explicit deny in an identity-based policy")]
    [InlineData(Outcome.ExplicitDeny, PolicySource.Boundary, "with an explicit deny in a permissions boundary")]
    [InlineData(Outcome.ExplicitDeny, PolicySource.Session, "with an explicit deny in a session policy")]
    [InlineData(Outcome.ExplicitDeny, PolicySource.Resource, "with an explicit deny in a resource-based policy")]
    [InlineData(Outcome.ExplicitDeny, PolicySource.Trust, "with an explicit deny in the role trust policy")]
    public void A_denial_is_explained_in_the_words_of_AWS(Outcome outcome, PolicySource source, string reason) => Assert.Equal(
        $"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket/key {reason}",
        new Decision(outcome, source).Explain(Request));

    [Fact]
    public void What_is_allowed_needs_no_explanation() =>
        Assert.Throws<InvalidOperationException>(() => new Decision(Outcome.Allow, PolicySource.Identity).Explain(Request));

    [Fact]
    public void Nothing_is_allowed_that_nobody_has_decided() => Assert.False(default(Decision).IsAllowed);
}
