using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;
using LogEvent = Brasa.Core.Logs.LogEvent;

namespace Brasa.Services.Logs.Events;

/// <summary>Reads a log stream page by page, to either side; at an end the token to that side stays the same.</summary>
internal sealed class GetLogEvents(LogGroups groups, ILogStore store) : IOperation<GetLogEventsRequest, GetLogEventsResponse>
{
    private const char Forward = 'f', Backward = 'b';

    public Task<GetLogEventsResponse> HandleAsync(GetLogEventsRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, LogGroups.NameOf(context, request.LogGroupName, request.LogGroupIdentifier));
        var group = groups.Get(key);
        if (store.FindStream(key, request.LogStreamName) is null) throw LogErrors.NoStream;

        var (kind, place) = request.NextToken is { } token ? EventPlace.Read(token) : (request.StartFromHead is true ? Forward : Backward, default(LogPosition?));
        if (kind is not (Forward or Backward)) throw LogErrors.InvalidToken;
        var range = new LogRange
        {
            Group = key,
            Streams = new HashSet<string> { request.LogStreamName },
            From = EventPages.From(request.StartTime, group.OldestKept(context.Time)),
            Before = EventPages.Before(request.EndTime, isInclusive: false),
            Beyond = place,
            Backwards = kind == Backward,
        };
        var (events, _) = EventPages.Take(store.Read(range), request.Limit);
        if (kind == Backward) events.Reverse();
        var (before, after) = EndsOf(events, kind, place ?? new LogPosition(request.StartTime ?? 0, -1));
        return Task.FromResult(new GetLogEventsResponse
        {
            Events = [.. events.Select(item => new OutputLogEvent { Timestamp = item.Timestamp, IngestionTime = item.IngestionTime, Message = EventPages.TextOf(item) })],
            NextForwardToken = EventPlace.Write(Forward, after),
            NextBackwardToken = EventPlace.Write(Backward, before),
        });
    }

    /// <summary>The places that lie before and behind a page; of a page of nothing the one that it began at, and next to that the other.</summary>
    private static (LogPosition Before, LogPosition After) EndsOf(List<LogEvent> events, char kind, LogPosition place) =>
        events.Count > 0 ? (events[0].Position, events[^1].Position)
        : kind == Forward ? (place with { Sequence = place.Sequence + 1 }, place)
        : (place, place with { Sequence = place.Sequence - 1 });
}
