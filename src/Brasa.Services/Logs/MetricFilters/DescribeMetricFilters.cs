using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.MetricFilters;

/// <summary>Lists metric filters, of one log group or of all, or those that make a metric.</summary>
internal sealed class DescribeMetricFilters(LogGroups groups) : IOperation<DescribeMetricFiltersRequest, DescribeMetricFiltersResponse>
{
    public Task<DescribeMetricFiltersResponse> HandleAsync(DescribeMetricFiltersRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.MetricName is null != (request.MetricNamespace is null)) throw LogErrors.Invalid("metricName and metricNamespace must be specified together.");

        var of = request.LogGroupName is { } name ? [groups.Get(LogGroups.KeyOf(context, name))] : groups.In(context);
        var found = of.SelectMany(group => group.MetricFilters.Values, (group, filter) => (Group: group, Filter: filter))
            .Where(item => request.FilterNamePrefix is not { } prefix || item.Filter.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(item => request.MetricName is null || (item.Filter.MetricName, item.Filter.MetricNamespace) == (request.MetricName, request.MetricNamespace))
            .OrderBy(NameOf, StringComparer.Ordinal);
        var (page, next) = Listing.Page(found, NameOf, request.Limit, request.NextToken);
        return Task.FromResult(new DescribeMetricFiltersResponse { MetricFilters = [.. page.Select(item => Describe(item.Group, item.Filter))], NextToken = next });
    }

    /// <summary>By filter first, as AWS orders them; no name of either holds a colon.</summary>
    private static string NameOf((StoredGroup Group, StoredMetricFilter Filter) item) => $"{item.Filter.Name}:{item.Group.Name}";

    private static MetricFilter Describe(StoredGroup group, StoredMetricFilter filter) => new()
    {
        FilterName = filter.Name,
        FilterPattern = filter.Pattern,
        LogGroupName = group.Name,
        CreationTime = filter.CreatedAt,
        ApplyOnTransformedLogs = false,
        MetricTransformations =
        [
            new MetricTransformation
            {
                MetricName = filter.MetricName,
                MetricNamespace = filter.MetricNamespace,
                MetricValue = filter.MetricValue,
                DefaultValue = filter.DefaultValue,
                Unit = filter.Unit is { } unit ? StandardUnit.From(unit) : null,
                Dimensions = filter.Dimensions,
            },
        ],
    };
}
