namespace Brasa.Services.Logs.ResourcePolicies;

/// <summary>A policy of an account, or of one log group, as it was put.</summary>
internal sealed record StoredPolicy
{
    /// <summary>The policy's name, or the ARN of what it is for.</summary>
    public required string Key { get; init; }

    public string? Name { get; init; }

    public string? ResourceArn { get; init; }

    public required string Document { get; init; }

    /// <summary>When it was put last, in milliseconds since 1970.</summary>
    public required long UpdatedAt { get; init; }

    public required string Revision { get; init; }
}
