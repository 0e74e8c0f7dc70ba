using System.Collections.Immutable;

namespace Brasa.Services.Logs.MetricFilters;

/// <summary>What makes a metric of the events that match a pattern.</summary>
internal sealed record StoredMetricFilter
{
    public required string Name { get; init; }

    public required string Pattern { get; init; }

    /// <summary>When it was put first, in milliseconds since 1970.</summary>
    public required long CreatedAt { get; init; }

    public required string MetricName { get; init; }

    public required string MetricNamespace { get; init; }

    public required string MetricValue { get; init; }

    public double? DefaultValue { get; init; }

    public string? Unit { get; init; }

    public ImmutableSortedDictionary<string, string>? Dimensions { get; init; }
}
