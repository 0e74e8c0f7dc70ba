using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Events;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Streams;

/// <summary>Lists a log group's streams, by name or by the time of their last event.</summary>
internal sealed class DescribeLogStreams(LogGroups groups, ILogStore store) : IOperation<DescribeLogStreamsRequest, DescribeLogStreamsResponse>
{
    public Task<DescribeLogStreamsResponse> HandleAsync(DescribeLogStreamsRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, LogGroups.NameOf(context, request.LogGroupName, request.LogGroupIdentifier));
        groups.Get(key);
        var byTime = request.OrderBy == OrderBy.LastEventTime;
        if (byTime && request.LogStreamNamePrefix is not null) throw LogErrors.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");

        IEnumerable<LogStreamDescription> streams = store.ListStreams(key);
        if (request.LogStreamNamePrefix is { } prefix) streams = streams.Where(stream => stream.Name.StartsWith(prefix, StringComparison.Ordinal));
        Func<LogStreamDescription, string> orderOf = byTime ? OrderByTime : static stream => stream.Name;
        var (page, next) = request.Descending is true
            ? Listing.Page(after => streams.Where(stream => after is null || string.CompareOrdinal(orderOf(stream), after) < 0).OrderByDescending(orderOf, StringComparer.Ordinal), orderOf, request.Limit, request.NextToken)
            : Listing.Page(streams.OrderBy(orderOf, StringComparer.Ordinal), orderOf, request.Limit, request.NextToken);
        return Task.FromResult(new DescribeLogStreamsResponse { LogStreams = [.. page.Select(stream => Describe(stream, key))], NextToken = next });
    }

    /// <summary>The time first, in digits that are ordered as text is; then the name.</summary>
    private static string OrderByTime(LogStreamDescription stream) => $"{stream.LastEvent ?? stream.CreatedAt:D19} {stream.Name}";

    private static LogStream Describe(LogStreamDescription stream, LogGroupKey key) => new()
    {
        LogStreamName = stream.Name,
        CreationTime = stream.CreatedAt,
        FirstEventTimestamp = stream.FirstEvent,
        LastEventTimestamp = stream.LastEvent,
        LastIngestionTime = stream.LastIngestion,
        UploadSequenceToken = PutLogEvents.SequenceToken,
        Arn = $"{StoredGroup.ArnOf(key)}:log-stream:{stream.Name}",
        StoredBytes = 0, // as of AWS's, since 2019
    };
}
