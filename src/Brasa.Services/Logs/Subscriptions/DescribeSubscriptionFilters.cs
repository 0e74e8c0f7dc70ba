using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Subscriptions;

/// <summary>Lists a log group's subscription filters.</summary>
internal sealed class DescribeSubscriptionFilters(LogGroups groups) : IOperation<DescribeSubscriptionFiltersRequest, DescribeSubscriptionFiltersResponse>
{
    public Task<DescribeSubscriptionFiltersResponse> HandleAsync(DescribeSubscriptionFiltersRequest request, RequestContext context, CancellationToken ct)
    {
        var group = groups.Get(LogGroups.KeyOf(context, request.LogGroupName));
        var found = group.Subscriptions.Values.Where(filter => request.FilterNamePrefix is not { } prefix || filter.Name.StartsWith(prefix, StringComparison.Ordinal));
        var (page, next) = Listing.Page(found, filter => filter.Name, request.Limit, request.NextToken);
        return Task.FromResult(new DescribeSubscriptionFiltersResponse
        {
            SubscriptionFilters = [.. page.Select(filter => new SubscriptionFilter
            {
                FilterName = filter.Name,
                LogGroupName = group.Name,
                FilterPattern = filter.Pattern,
                DestinationArn = filter.DestinationArn,
                RoleArn = filter.RoleArn,
                Distribution = filter.Distribution is { } distribution ? Distribution.From(distribution) : Distribution.ByLogStream,
                ApplyOnTransformedLogs = false,
                CreationTime = filter.CreatedAt,
            })],
            NextToken = next,
        });
    }
}
