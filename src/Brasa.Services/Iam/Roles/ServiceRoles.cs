using Brasa.Core.Identity;
using Brasa.Services.Iam.Policies;
using Brasa.Services.Sts;

namespace Brasa.Services.Iam.Roles;

/// <summary>Roles as services become them.</summary>
internal sealed class ServiceRoles(IamStore store, SessionTokens sessions, TimeProvider clock) : IServiceRoles
{
    /// <inheritdoc />
    public bool Allows(string roleArn, string service)
    {
        if (Find(roleArn) is not { } role) return false;
        var trust = new PolicySet([PolicyDocument.Parse(role.TrustPolicy, PolicyKind.Trust, int.MaxValue)]);
        var request = new AccessRequest(Caller.Service(service), "sts:AssumeRole", roleArn, role.Account, ConditionContext.Empty);
        return PolicyEvaluator.Evaluate(request, PrincipalPolicies.None, trust).IsAllowed;
    }

    /// <inheritdoc />
    public TemporaryCredentials Become(string roleArn, string sessionName, TimeSpan duration)
    {
        var account = Arn.TryParse(roleArn)?.Account ?? "";
        var issued = sessions.Issue(new SessionPrincipal(account, roleArn, sessionName, Find(roleArn)?.Id ?? "", []), clock.GetUtcNow(), duration);
        return new TemporaryCredentials { AccessKeyId = issued.AccessKeyId, SecretAccessKey = issued.SecretAccessKey, SessionToken = issued.SessionToken };
    }

    private Identities.IamRole? Find(string roleArn) =>
        Arn.TryParse(roleArn) is { } arn && store.Get(arn.Account).Roles.GetValueOrDefault(Sessions.RoleNameOf(roleArn)) is { } role && role.Arn == roleArn ? role : null;
}
