namespace Brasa.Core.Identity;

/// <summary>Roles that services become on behalf of what has been given to them, as Lambda does for functions.</summary>
public interface IServiceRoles
{
    /// <summary>Whether a role is there and its trust policy lets a service become it.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="service">The service's principal, as <c>lambda.amazonaws.com</c>.</param>
    /// <param name="source">For what the service becomes it, by ARN.</param>
    bool Allows(string roleArn, string service, string source);

    /// <summary>Temporary credentials of a role, whether it is there or not: what they allow is decided when they are used.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="sessionName">What the session is called.</param>
    /// <param name="duration">How long they are good for.</param>
    TemporaryCredentials Become(string roleArn, string sessionName, TimeSpan duration);
}

/// <summary>Credentials that end by themselves.</summary>
/// <remarks>Not a record: what holds a secret is never printed.</remarks>
public sealed class TemporaryCredentials
{
    /// <summary>As <c>ASIA…</c>.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>What requests are signed with.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>What requests carry beside their signature.</summary>
    public required string SessionToken { get; init; }
}
