namespace Brasa.Services.Iam;

/// <summary>What came of making another key for a root user.</summary>
/// <remarks>Not a record: what holds a secret is never printed.</remarks>
public sealed class AddedRootKey
{
    /// <summary>Its id; <c>null</c> where none was made.</summary>
    public string? Id { get; init; }

    /// <summary>Its secret, which is never shown again.</summary>
    public string? Secret { get; init; }

    /// <summary>The id of the disabled one that it took the place of; <c>null</c> where none had to go.</summary>
    public string? Removed { get; init; }

    /// <summary>Where none was made, the ids of those in the way.</summary>
    public IReadOnlyList<string> InUse { get; init; } = [];
}
