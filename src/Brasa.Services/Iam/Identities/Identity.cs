using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Brasa.Services.Iam.Identities;

/// <summary>Whom policies are given to: a user, a role or a group. Immutable; a change makes another.</summary>
internal abstract record Identity
{
    public required string Account { get; init; }
    public required string Name { get; init; }

    /// <summary>Begins and ends with a slash.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Never used again, whatever is created under the same name.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Inline policies: each name with its document.</summary>
    /// <remarks>Names are one whatever their case; what is read back from storage has lost that.</remarks>
    public ImmutableSortedDictionary<string, string> Inline { get; init => field = value.WithComparers(StringComparer.OrdinalIgnoreCase); } = IdentityRules.NoTags;

    /// <summary>ARNs of the managed policies that are attached.</summary>
    public ImmutableSortedSet<string> Attached { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init => field = value.WithComparers(StringComparer.OrdinalIgnoreCase); } = IdentityRules.NoTags;

    /// <summary>The managed policy that bounds what the others allow; groups have none.</summary>
    public string? Boundary { get; init; }

    [JsonIgnore]
    public string Arn => $"arn:{Core.Identity.Arn.DefaultPartition}:iam::{Account}:{Kind}{Path}{Name}";

    /// <summary>What the resource part of its ARN begins with.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }
}

/// <summary>A person or a machine with keys of its own.</summary>
internal sealed record IamUser : Identity
{
    public const string ArnKind = "user";

    public ImmutableSortedSet<string> Groups { get; init; } = [];
    public ImmutableArray<UserKey> Keys { get; init; } = [];

    [JsonIgnore]
    public override string Kind => ArnKind;
}

/// <summary>What others may become, as a function does.</summary>
internal sealed record IamRole : Identity
{
    public const string ArnKind = "role";
    public const int DefaultSessionSeconds = 3_600;

    /// <summary>Who may become it.</summary>
    public required string TrustPolicy { get; init; }

    public string? Description { get; init; }
    public int MaxSessionSeconds { get; init; } = DefaultSessionSeconds;

    /// <summary>The service that it belongs to, as <c>sqs.amazonaws.com</c>; <c>null</c> where it is the account's own.</summary>
    public string? Service { get; init; }

    [JsonIgnore]
    public override string Kind => ArnKind;
}

/// <summary>Users who are given the same.</summary>
internal sealed record IamGroup : Identity
{
    public const string ArnKind = "group";

    [JsonIgnore]
    public override string Kind => ArnKind;
}

/// <summary>A user's access key.</summary>
/// <param name="Id">As <c>AKIA…</c>.</param>
/// <param name="SealedSecret">The secret as it is stored.</param>
/// <param name="IsActive">Whether it may be used.</param>
/// <param name="Created">When it was made.</param>
internal sealed record UserKey(string Id, string SealedSecret, bool IsActive, DateTimeOffset Created);
