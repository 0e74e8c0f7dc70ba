using Brasa.Core.Identity;

namespace Brasa.Services.Iam.Policies;

/// <summary>The principal of a request, as policies know it. Immutable.</summary>
/// <remarks>IAM User Guide, "AWS JSON policy elements: Principal".</remarks>
public sealed record Caller
{
    private Caller(CallerKind kind, string arn, string? account, string? issuer)
    {
        Kind = kind;
        Arn = arn;
        Account = account;
        Issuer = issuer;
    }

    /// <summary>Somebody who has not signed.</summary>
    public static Caller Anonymous { get; } = new(CallerKind.Anonymous, "anonymous", null, null);

    /// <summary>The caller as error messages name it: its ARN, or a service's or provider's name.</summary>
    public string Arn { get; }

    /// <summary>Its account; <c>null</c> for services, identity providers and the anonymous.</summary>
    public string? Account { get; }

    /// <summary>The canonical user id of its account, by which policies of S3 may name it.</summary>
    public string? CanonicalUser { get; init; }

    internal CallerKind Kind { get; }

    /// <summary>The role or user that the session comes from; <c>null</c> where it is none.</summary>
    internal string? Issuer { get; }

    internal bool IsRoot => Kind == CallerKind.Root;

    /// <summary>The root user of an account.</summary>
    /// <param name="account">Its twelve digits.</param>
    public static Caller Root(string account) => new(CallerKind.Root, $"arn:{Core.Identity.Arn.DefaultPartition}:iam::{account}:root", account, null);

    /// <summary>An IAM user.</summary>
    /// <param name="arn">As <c>arn:aws:iam::111122223333:user/alice</c>.</param>
    public static Caller User(string arn) => new(CallerKind.User, arn, AccountOf(arn), null);

    /// <summary>A session of a role, which is what a role is when it asks.</summary>
    /// <param name="arn">As <c>arn:aws:sts::111122223333:assumed-role/build/session</c>.</param>
    /// <param name="roleArn">As <c>arn:aws:iam::111122223333:role/team/build</c>.</param>
    public static Caller RoleSession(string arn, string roleArn) => new(CallerKind.RoleSession, arn, AccountOf(arn), roleArn);

    /// <summary>A session that <c>GetFederationToken</c> began.</summary>
    /// <param name="arn">As <c>arn:aws:sts::111122223333:federated-user/alice</c>.</param>
    /// <param name="userArn">Who began it: an IAM user, or the root user.</param>
    public static Caller FederatedUser(string arn, string userArn) => new(CallerKind.FederatedUser, arn, AccountOf(arn), userArn);

    /// <summary>A service that acts for itself.</summary>
    /// <param name="name">As <c>events.amazonaws.com</c>.</param>
    public static Caller Service(string name) => new(CallerKind.Service, name, null, null);

    /// <summary>Somebody whom an identity provider vouches for, who assumes a role by that.</summary>
    /// <param name="provider">The provider's ARN or name, as trust policies name it.</param>
    public static Caller Federated(string provider) => new(CallerKind.Federated, provider, null, null);

    private static string AccountOf(string arn) =>
        Core.Identity.Arn.TryParse(arn)?.Account ?? throw new ArgumentException($"{arn} is no ARN.", nameof(arn));
}
