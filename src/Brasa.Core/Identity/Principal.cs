using System.Collections.ObjectModel;

namespace Brasa.Core.Identity;

/// <summary>Who is asking.</summary>
public abstract record Principal(string Account)
{
    /// <summary>When the temporary credentials were given out that it asks with; <c>null</c> where it has a key of its own.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The principal as policies and error messages name it.</summary>
    public abstract string Arn { get; }
}

/// <summary>An AWS account as such: its root user, and whoever reaches a loopback endpoint whose signatures are not verified.</summary>
public sealed record AccountPrincipal(string Account) : Principal(Account)
{
    /// <inheritdoc />
    public override string Arn => $"arn:{Identity.Arn.DefaultPartition}:iam::{Account}:root";
}

/// <summary>An IAM user, by a key of its own.</summary>
/// <param name="Account">The user's account.</param>
/// <param name="Name">Its name.</param>
/// <param name="UserArn">Its ARN.</param>
/// <param name="Id">Its unique id, <c>AIDA…</c>.</param>
public sealed record UserPrincipal(string Account, string Name, string UserArn, string Id) : Principal(Account)
{
    /// <inheritdoc />
    public override string Arn => UserArn;
}

/// <summary>Somebody who became a role for a while.</summary>
/// <param name="Account">The role's account.</param>
/// <param name="RoleArn">The role.</param>
/// <param name="SessionName">The name given to the session when it began.</param>
/// <param name="RoleId">The role's unique id, <c>AROA…</c>.</param>
/// <param name="SessionPolicies">The documents that bound the session; empty where nothing does.</param>
public sealed record SessionPrincipal(string Account, string RoleArn, string SessionName, string RoleId, IReadOnlyList<string> SessionPolicies) : Principal(Account)
{
    /// <summary>The tags that the session was begun with; they hide those of the role.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The keys of those that sessions have too that are begun from this one.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>Who is behind it, as was said when the first of a chain of sessions began; <c>null</c> where nothing was.</summary>
    public string? SourceIdentity { get; init; }

    /// <inheritdoc />
    public override string Arn => $"arn:{Identity.Arn.DefaultPartition}:sts::{Account}:assumed-role/{RoleArn[(RoleArn.LastIndexOf('/') + 1)..]}/{SessionName}";
}

/// <summary>A running function, by its execution role. It is known by the sandbox the call came from, never by what it signs with.</summary>
public sealed record FunctionPrincipal(string Account, string RoleArn, string FunctionArn) : Principal(Account)
{
    /// <inheritdoc />
    public override string Arn => RoleArn;
}
