namespace Brasa.Services.Logs.Subscriptions;

/// <summary>Who is told of a log group's events that match a pattern.</summary>
internal sealed record StoredSubscription
{
    public required string Name { get; init; }

    public required string Pattern { get; init; }

    public required string DestinationArn { get; init; }

    /// <summary>When it was put first, in milliseconds since 1970.</summary>
    public required long CreatedAt { get; init; }

    public string? RoleArn { get; init; }

    public string? Distribution { get; init; }
}
