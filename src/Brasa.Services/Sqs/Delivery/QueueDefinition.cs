using System.Collections.Immutable;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>A queue as it is stored, without its messages. Immutable.</summary>
internal sealed record QueueDefinition
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    /// <summary>Never given to another queue, not even one of the same name.</summary>
    public required Guid Id { get; init; }

    public required ImmutableSortedDictionary<string, string> Attributes { get; init; }

    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When an attribute was set last.</summary>
    public required DateTimeOffset Modified { get; init; }
}
