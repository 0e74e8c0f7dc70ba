namespace Brasa.Core.Identity;

/// <summary>A key that requests are signed with, and whose it is.</summary>
/// <remarks>Not a record: what holds a secret is never printed.</remarks>
public sealed class AccessKey
{
    /// <summary>The id, as <c>AKIA…</c> for a user's own key and <c>ASIA…</c> for a temporary one.</summary>
    public required string Id { get; init; }

    /// <summary>The secret, as the UTF-8 bytes of its text.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Who signs with it.</summary>
    public required Principal Principal { get; init; }

    /// <summary>Whether it may be used.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>The session token that its requests must carry; <c>null</c> where they must carry none.</summary>
    public string? SessionToken { get; init; }

    /// <summary>When it ends; <c>null</c> where it does not.</summary>
    public DateTimeOffset? Expiry { get; init; }
}
