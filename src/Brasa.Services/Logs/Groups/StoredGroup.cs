using System.Collections.Immutable;
using Brasa.Core.Logs;
using Brasa.Services.Logs.MetricFilters;
using Brasa.Services.Logs.Subscriptions;

namespace Brasa.Services.Logs.Groups;

/// <summary>What is known of a log group beside its events.</summary>
internal sealed record StoredGroup
{
    /// <summary>The class of groups that none was asked for.</summary>
    public const string Standard = "STANDARD";

    public static readonly ImmutableSortedDictionary<string, string> NoTags = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public required string Name { get; init; }

    /// <summary>When it began, in milliseconds since 1970.</summary>
    public required long CreatedAt { get; init; }

    public string Class { get; init; } = Standard;

    /// <summary>For how many days events are kept; <c>null</c> for as long as there is room.</summary>
    public int? RetentionDays { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>Whether neither it nor its streams can be deleted.</summary>
    public bool IsProtected { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = NoTags;

    public ImmutableSortedDictionary<string, StoredMetricFilter> MetricFilters { get; init; } =
        ImmutableSortedDictionary.Create<string, StoredMetricFilter>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, StoredSubscription> Subscriptions { get; init; } =
        ImmutableSortedDictionary.Create<string, StoredSubscription>(StringComparer.Ordinal);

    /// <summary>The time before which nothing is kept, in milliseconds since 1970.</summary>
    public long OldestKept(DateTimeOffset now) => RetentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;

    /// <summary>A group's ARN, which tags are put on.</summary>
    public static string ArnOf(LogGroupKey key) => $"arn:aws:logs:{key.Region}:{key.Account}:log-group:{key.Name}";

    /// <summary>A group's ARN with all its streams, as listings and policies of functions name it.</summary>
    public static string ArnOfStreams(LogGroupKey key) => $"{ArnOf(key)}:*";
}
