using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Lists log groups, all or those with a name, with what is known of them.</summary>
internal sealed class DescribeLogGroups(LogGroups groups, ILogStore store) : IOperation<DescribeLogGroupsRequest, DescribeLogGroupsResponse>
{
    public Task<DescribeLogGroupsResponse> HandleAsync(DescribeLogGroupsRequest request, RequestContext context, CancellationToken ct)
    {
        if (request is { LogGroupNamePrefix: not null, LogGroupNamePattern: not null }) throw LogErrors.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");

        var found = groups.In(context);
        if (request.LogGroupNamePrefix is { } prefix) found = found.Where(group => group.Name.StartsWith(prefix, StringComparison.Ordinal));
        if (request.LogGroupNamePattern is { } part) found = found.Where(group => group.Name.Contains(part, StringComparison.Ordinal));
        if (request.LogGroupClass is { } kind) found = found.Where(group => group.Class == kind.Value);
        if (request.LogGroupIdentifiers is { } identifiers)
        {
            var names = identifiers.Select(identifier => LogGroups.NameOf(context, identifier)).ToHashSet(StringComparer.Ordinal);
            found = found.Where(group => names.Contains(group.Name));
        }

        var (page, next) = Listing.Page(found, group => group.Name, request.Limit, request.NextToken);
        return Task.FromResult(new DescribeLogGroupsResponse { LogGroups = [.. page.Select(group => Describe(group, LogGroups.KeyOf(context, group.Name)))], NextToken = next });
    }

    private LogGroup Describe(StoredGroup group, LogGroupKey key) => new()
    {
        LogGroupName = group.Name,
        CreationTime = group.CreatedAt,
        RetentionInDays = group.RetentionDays,
        MetricFilterCount = group.MetricFilters.Count,
        Arn = StoredGroup.ArnOfStreams(key),
        LogGroupArn = StoredGroup.ArnOf(key),
        StoredBytes = store.StoredBytes(key),
        KmsKeyId = group.KmsKeyId,
        LogGroupClass = LogGroupClass.From(group.Class),
        DeletionProtectionEnabled = group.IsProtected,
    };
}
