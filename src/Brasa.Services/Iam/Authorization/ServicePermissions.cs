using System.Globalization;
using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Authorization;

/// <summary>What policies let services do that act for themselves.</summary>
internal sealed class ServicePermissions(PolicyTexts policies, TimeProvider clock) : IResourcePolicies
{
    /// <inheritdoc />
    public bool Allows(string policy, string action, string resource, EventSource source) =>
        Allows(policies.Read(policy, PolicyKind.Resource), action, resource, source);

    /// <summary>Whether a role's trust policy lets a service become it.</summary>
    public bool MayBecome(string roleArn, string trustPolicy, EventSource source) =>
        Allows(policies.Read(trustPolicy, PolicyKind.Trust), "sts:AssumeRole", roleArn, source);

    private bool Allows(PolicySet policy, string action, string resource, EventSource source)
    {
        var request = new AccessRequest(Caller.Service(source.Service), action, resource, Arn.TryParse(resource)?.Owner, Describe(source));
        return PolicyEvaluator.Evaluate(request, PrincipalPolicies.None, policy).IsAllowed;
    }

    /// <remarks>IAM user guide, "AWS global condition context keys".</remarks>
    private ConditionContext Describe(EventSource source)
    {
        var now = clock.GetUtcNow();
        return new ConditionContext
        {
            ["aws:SourceArn"] = source.SourceArn,
            ["aws:SourceAccount"] = source.SourceAccount,
            ["aws:PrincipalIsAWSService"] = "true",
            ["aws:PrincipalServiceName"] = source.Service,
            ["aws:PrincipalServiceNamesList"] = source.Service,
            ["aws:CurrentTime"] = PrincipalDirectory.Instant(now),
            ["aws:EpochTime"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["aws:SecureTransport"] = "true",
            ["aws:ViaAWSService"] = "false",
        };
    }
}
