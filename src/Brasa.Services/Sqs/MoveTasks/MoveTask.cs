namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>The moving of messages out of a dead-letter queue, as it is stored. Immutable.</summary>
internal sealed record MoveTask
{
    public const string Running = "RUNNING", Completed = "COMPLETED", Cancelling = "CANCELLING", Cancelled = "CANCELLED", Failed = "FAILED";

    public required Guid Id { get; init; }

    public required string SourceArn { get; init; }

    /// <summary><c>null</c>: each goes to where it came from.</summary>
    public string? DestinationArn { get; init; }

    public int? MaxPerSecond { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>How many there were when it began.</summary>
    public required long ToMove { get; init; }

    public long Moved { get; init; }

    public required string Status { get; init; }

    public string? FailureReason { get; init; }
}
