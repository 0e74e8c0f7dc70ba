using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Sts;

namespace Brasa.Services.Iam.Roles;

/// <summary>Roles as services become them.</summary>
internal sealed class ServiceRoles(IamStore store, SessionTokens sessions, ServicePermissions permissions, TimeProvider clock) : IServiceRoles
{
    /// <summary>Stands for the id of a role that is not there; none that comes later has it.</summary>
    private const string Missing = "AROA";

    /// <inheritdoc />
    public bool Allows(string roleArn, string service, string source) => Find(roleArn) is { } role
        && permissions.MayBecome(roleArn, role.TrustPolicy, new EventSource(service, source, Arn.TryParse(source)?.Account ?? ""));

    /// <inheritdoc />
    public TemporaryCredentials Become(string roleArn, string sessionName, TimeSpan duration)
    {
        var account = Arn.TryParse(roleArn)?.Account ?? "";
        var issued = sessions.Issue(new SessionPrincipal(account, roleArn, sessionName, Find(roleArn)?.Id ?? Missing, []), clock.GetUtcNow(), duration);
        return new TemporaryCredentials { AccessKeyId = issued.AccessKeyId, SecretAccessKey = issued.SecretAccessKey, SessionToken = issued.SessionToken };
    }

    private Identities.IamRole? Find(string roleArn) =>
        Arn.TryParse(roleArn) is { } arn && store.Get(arn.Account).Roles.GetValueOrDefault(Sessions.RoleNameOf(roleArn)) is { } role && role.Arn == roleArn ? role : null;
}
