using System.Collections.Immutable;

namespace Brasa.Services.Iam.Identities;

/// <summary>The root user of an account, of whom IAM knows nothing but the keys.</summary>
internal sealed record IamRoot
{
    /// <summary>The only one there is in an account.</summary>
    public const string Name = "root";

    public required string Account { get; init; }

    public ImmutableArray<UserKey> Keys { get; init; } = [];
}
