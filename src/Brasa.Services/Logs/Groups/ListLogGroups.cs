using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Tags;

namespace Brasa.Services.Logs.Groups;

/// <summary>Lists log groups, all or those with a name or with tags, by name alone.</summary>
internal sealed class ListLogGroups(LogGroups groups) : IOperation<ListLogGroupsRequest, ListLogGroupsResponse>
{
    public Task<ListLogGroupsResponse> HandleAsync(ListLogGroupsRequest request, RequestContext context, CancellationToken ct)
    {
        var found = groups.In(context);
        if (request.LogGroupNamePattern is { } pattern)
        {
            var parts = pattern.Split('|');
            found = found.Where(group => Array.Exists(parts, part => IsNamed(group.Name, part)));
        }

        if (request.LogGroupClass is { } kind) found = found.Where(group => group.Class == kind.Value);
        if (request.LogGroupTags is { } tags) found = found.Where(group => tags.All(tag => LogTags.Matches(group.Tags, tag)));
        if (request.DataSources is not null || request.FieldIndexNames is not null) found = []; // no group has any

        var (page, next) = Listing.Page(found, group => group.Name, request.Limit, request.NextToken);
        return Task.FromResult(new ListLogGroupsResponse
        {
            LogGroups = [.. page.Select(group => new LogGroupSummary
            {
                LogGroupName = group.Name,
                LogGroupArn = StoredGroup.ArnOf(LogGroups.KeyOf(context, group.Name)),
                LogGroupClass = LogGroupClass.From(group.Class),
            })],
            NextToken = next,
        });
    }

    /// <summary>Whether a name has a part, or begins with it where that is marked.</summary>
    private static bool IsNamed(string name, string part) =>
        part.StartsWith('^') ? name.AsSpan().StartsWith(part.AsSpan(1), StringComparison.Ordinal) : name.Contains(part, StringComparison.Ordinal);
}
