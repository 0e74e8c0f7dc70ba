using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;
using LogEvent = Brasa.Core.Logs.LogEvent;

namespace Brasa.Services.Logs.Events;

/// <summary>Reads those events of a log group, or of some of its streams, that match a pattern, in the order of their times.</summary>
/// <param name="groups">The groups.</param>
/// <param name="store">Their events.</param>
/// <param name="turns">Searches at a time: each keeps a thread for as long as it takes, and requests have few.</param>
internal sealed class FilterLogEvents(LogGroups groups, ILogStore store, SemaphoreSlim turns) : IOperation<FilterLogEventsRequest, FilterLogEventsResponse>
{
    private const char TokenKind = 'n';

    public async Task<FilterLogEventsResponse> HandleAsync(FilterLogEventsRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, LogGroups.NameOf(context, request.LogGroupName, request.LogGroupIdentifier));
        var group = groups.Get(key);
        if (request is { LogStreamNames: not null, LogStreamNamePrefix: not null }) throw LogErrors.Invalid("logStreamNamePrefix and logStreamNames cannot both be specified.");
        var place = request.NextToken is { } token ? EventPlace.Read(token) : default((char Kind, LogPosition Place)?);
        if (place is { Kind: not TokenKind }) throw LogErrors.InvalidToken;

        var pattern = Filters.Read(request.FilterPattern);
        var range = new LogRange
        {
            Group = key,
            Streams = StreamsOf(request, key),
            From = EventPages.From(request.StartTime, group.OldestKept(context.Time)),
            Before = EventPages.Before(request.EndTime, isInclusive: true),
            Beyond = place?.Place,
            Where = pattern is null ? null : message =>
            {
                ct.ThrowIfCancellationRequested(); // a caller that has left searches no further
                return pattern.Matches(message);
            },
        };
        var (events, isCut) = await SearchAsync(range, request.Limit, ct);
        return new FilterLogEventsResponse
        {
            Events = [.. events.Select(item => new FilteredLogEvent
            {
                EventId = EventPlace.IdOf(key, item.Position),
                LogStreamName = item.Stream,
                Timestamp = item.Timestamp,
                IngestionTime = item.IngestionTime,
                Message = EventPages.TextOf(item),
            })],
            NextToken = isCut ? EventPlace.Write(TokenKind, events[^1].Position) : null,
            SearchedLogStreams = [], // as AWS's, since 2020
        };
    }

    private async Task<(IReadOnlyList<LogEvent> Events, bool IsCut)> SearchAsync(LogRange range, int? limit, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        try
        {
            return EventPages.Take(store.Read(range), limit);
        }
        finally
        {
            turns.Release();
        }
    }

    private HashSet<string>? StreamsOf(FilterLogEventsRequest request, LogGroupKey key) =>
        request.LogStreamNames is { } names ? names.ToHashSet(StringComparer.Ordinal)
        : request.LogStreamNamePrefix is not { } prefix ? null
        : store.ListStreams(key).Select(stream => stream.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
}
