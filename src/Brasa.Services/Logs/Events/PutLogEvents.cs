using System.Text;
using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Events;

/// <summary>Stores events in a log stream; those too old or too new are left out, and told of.</summary>
/// <remarks>CloudWatch Logs API reference, PutLogEvents.</remarks>
internal sealed class PutLogEvents(LogGroups groups, ILogStore store) : IOperation<PutLogEventsRequest, PutLogEventsResponse>
{
    /// <summary>What stands where tokens stood; nobody looks at them any more.</summary>
    public const string SequenceToken = "49000000000000000000000000000000000000000000000000000001";

    /// <summary>The longest body: as many bytes as fit into a batch, each escaped as JSON does with the longest, and the events' own properties.</summary>
    public const int BodyLimit = 8 << 20;

    private const int MostBytes = 1_048_576;

    private static readonly TimeSpan MostAge = TimeSpan.FromDays(14), MostAhead = TimeSpan.FromHours(2), MostSpan = TimeSpan.FromHours(24);

    public async Task<PutLogEventsResponse> HandleAsync(PutLogEventsRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, request.LogGroupName);
        var group = groups.Get(key);
        if (store.FindStream(key, request.LogStreamName) is null) throw LogErrors.NoStream;

        var events = request.LogEvents;
        var messages = Measure(events);
        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].Timestamp < events[i - 1].Timestamp) throw LogErrors.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        }

        // They are in order: those that are left out stand at the ends.
        var newest = context.Time.Add(MostAhead).ToUnixTimeMilliseconds();
        var oldest = context.Time.Subtract(MostAge).ToUnixTimeMilliseconds();
        var tooOld = CountBefore(events, oldest);
        var expired = CountBefore(events, group.OldestKept(context.Time));
        var first = Math.Max(tooOld, expired);
        var end = Math.Max(first, CountBefore(events, newest + 1));
        if (end > first && events[end - 1].Timestamp - events[first].Timestamp > MostSpan.TotalMilliseconds)
            throw LogErrors.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");

        var kept = new NewLogEvent[end - first];
        for (var i = 0; i < kept.Length; i++) kept[i] = new NewLogEvent(events[first + i].Timestamp, messages[first + i]);
        if (kept.Length > 0) await WriteAsync(key, request.LogStreamName, kept, ct);
        return new PutLogEventsResponse
        {
            NextSequenceToken = SequenceToken,
            RejectedLogEventsInfo = kept.Length == events.Count ? null : new RejectedLogEventsInfo
            {
                TooOldLogEventEndIndex = tooOld > 0 ? tooOld : null,
                ExpiredLogEventEndIndex = expired > tooOld ? expired : null,
                TooNewLogEventStartIndex = end < events.Count ? end : null,
            },
        };
    }

    private async Task WriteAsync(LogGroupKey key, string stream, NewLogEvent[] events, CancellationToken ct)
    {
        try
        {
            await store.WriteAsync(key, stream, events, ct);
        }
        catch (IOException)
        {
            throw new ServiceUnavailableException("The service cannot complete the request: the events could not be written.");
        }
    }

    private static byte[][] Measure(IReadOnlyList<InputLogEvent> events)
    {
        var messages = new byte[events.Count][];
        var bytes = 0L;
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = Encoding.UTF8.GetBytes(events[i].Message);
            bytes += messages[i].Length + EventPages.EventOverhead;
        }

        return bytes <= MostBytes ? messages : throw LogErrors.Invalid($"Upload too large: {bytes} bytes exceeds limit of {MostBytes}");
    }

    /// <summary>How many events, of those in order, happened before a time.</summary>
    private static int CountBefore(IReadOnlyList<InputLogEvent> events, long time)
    {
        var (low, high) = (0, events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (events[middle].Timestamp < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
