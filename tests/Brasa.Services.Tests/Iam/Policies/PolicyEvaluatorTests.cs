using Brasa.Services.Iam.Policies;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies;

public sealed class PolicyEvaluatorTests
{
    private const string Document = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::bucket/${aws:username}/*",
           "Condition":{"StringLike":{"aws:PrincipalTag/team":"b*"},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}}},
          {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}
        """;

    [Fact]
    public void A_decision_without_dates_allocates_nothing()
    {
        var policies = new PrincipalPolicies(new PolicySet([PolicyDocument.Parse(Document, PolicyKind.Managed, PolicyDocument.MaxManagedCharacters)]));
        var context = new ConditionContext
        {
            ["aws:username"] = "alice", ["aws:PrincipalTag/team"] = "blue", ["aws:MultiFactorAuthAge"] = "60", ["aws:PrincipalArn"] = Callers.Alice.Arn,
            ["aws:SecureTransport"] = "false", ["aws:SourceIp"] = "192.168.2.3",
        };
        var request = new AccessRequest(Callers.Alice, "s3:GetObject", "arn:aws:s3:::bucket/alice/1", null, context);
        Assert.Equal(new Decision(Outcome.Allow, PolicySource.Identity), PolicyEvaluator.Evaluate(request, policies));

        // The least of some rounds: what the runtime does in between is not the decision's.
        var allocated = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) PolicyEvaluator.Evaluate(request, policies);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void An_action_of_any_length_is_decided()
    {
        var everything = new PrincipalPolicies(new PolicySet([PolicyDocument.Parse("""{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""", PolicyKind.Identity, PolicyDocument.MaxManagedCharacters)]));

        Assert.True(PolicyEvaluator.Evaluate(new AccessRequest(Callers.Alice, "S3:" + new string('x', 5_000), "*", null, ConditionContext.Empty), everything).IsAllowed);
        Assert.False(PolicyEvaluator.Evaluate(new AccessRequest(Callers.Alice, "", "*", null, ConditionContext.Empty), everything).IsAllowed);
    }
}
