using System.Collections.Immutable;
using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.MetricFilters;

/// <summary>Makes or replaces what makes a metric of a log group's events. It is stored; metrics are not kept here.</summary>
internal sealed class PutMetricFilter(LogGroups groups) : IOperation<PutMetricFilterRequest, NoOutput>
{
    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas".</remarks>
    private const int MostPerGroup = 100;

    private const int MostDimensions = 3;

    public async Task<NoOutput> HandleAsync(PutMetricFilterRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.ApplyOnTransformedLogs is true) throw LogErrors.Unsupported("A filter on transformed logs");
        if (request.FieldSelectionCriteria is { Length: > 0 }) throw LogErrors.Unsupported("fieldSelectionCriteria");
        if (request.EmitSystemFieldDimensions is { Count: > 0 }) throw LogErrors.Unsupported("emitSystemFieldDimensions");
        Filters.Read(request.FilterPattern);
        var metric = request.MetricTransformations[0];
        if (metric.Dimensions is { Count: > MostDimensions }) throw LogErrors.Invalid($"A metric can have at most {MostDimensions} dimensions.");
        if (metric is { Dimensions.Count: > 0, DefaultValue: not null }) throw LogErrors.Invalid("Invalid metric transformation: dimensions and default value are mutually exclusive properties.");

        await groups.UpdateAsync(LogGroups.KeyOf(context, request.LogGroupName), group =>
        {
            var known = group.MetricFilters.GetValueOrDefault(request.FilterName);
            if (known is null && group.MetricFilters.Count >= MostPerGroup) throw LogErrors.TooMany;
            return group with
            {
                MetricFilters = group.MetricFilters.SetItem(request.FilterName, new StoredMetricFilter
                {
                    Name = request.FilterName,
                    Pattern = request.FilterPattern,
                    CreatedAt = known?.CreatedAt ?? context.Time.ToUnixTimeMilliseconds(),
                    MetricName = metric.MetricName,
                    MetricNamespace = metric.MetricNamespace,
                    MetricValue = metric.MetricValue,
                    DefaultValue = metric.DefaultValue,
                    Unit = metric.Unit?.Value,
                    Dimensions = metric.Dimensions?.ToImmutableSortedDictionary(StringComparer.Ordinal),
                }),
            };
        }, ct);
        return NoOutput.Value;
    }
}
