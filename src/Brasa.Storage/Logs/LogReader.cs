using Brasa.Core.Logs;
using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>Reads events of a group in order, from segments that may overlap in time; a segment is looked at when its turn comes.</summary>
internal static class LogReader
{
    /// <summary>Places of events that one reading keeps in memory, of all segments that overlap.</summary>
    private const int MaxPlaces = 1 << 20;

    /// <summary>Of one segment, to begin with.</summary>
    private const int FirstPlaces = 16 << 10;

    private const int MinPlaces = 1 << 10;

    /// <summary>The events, in the order of reading.</summary>
    public static IEnumerable<LogEvent> Read(LogGroup group, LogRange range, ILogger log)
    {
        var query = new LogQuery(group, range);
        var segments = query.Segments();
        var places = Math.Clamp(MaxPlaces / Math.Max(1, segments.Count), MinPlaces, FirstPlaces);

        var open = new PriorityQueue<SegmentCursor, LogPosition>(Comparer<LogPosition>.Create(query.Compare));
        var finding = new Queue<Task<SegmentCursor>>();
        using var stop = new CancellationTokenSource();
        var (asked, found) = (0, 0);
        try
        {
            while (true)
            {
                while (found < segments.Count && (open.Count == 0 || IsNeeded(segments[found].Start, open, query)))
                {
                    // Asking every event is work that the next segments need not wait for; taking the next events is little.
                    for (var ahead = query.Where is null ? found + 1 : found + Environment.ProcessorCount; asked < Math.Min(ahead, segments.Count); asked++)
                        finding.Enqueue(Find(new SegmentCursor(group, segments[asked].Segment, query, places, log), isAhead: query.Where is not null, stop.Token));
                    var cursor = finding.Dequeue().GetAwaiter().GetResult();
                    found++;
                    if (cursor.Next is { } first) open.Enqueue(cursor, first);
                }

                if (!open.TryDequeue(out var nearest, out _)) yield break;
                yield return nearest.Take();
                if (nearest.Next is { } next) open.Enqueue(nearest, next);
            }
        }
        finally
        {
            // Nobody is asked about events once the reader has gone. What has not begun does not begin: nobody else may have a thread for it.
            stop.Cancel();
            while (finding.TryDequeue(out var left)) Settle(left);
        }
    }

    private static bool IsNeeded(long start, PriorityQueue<SegmentCursor, LogPosition> open, LogQuery query)
    {
        open.TryPeek(out _, out var next);
        return query.Backwards ? start >= next.Timestamp : start <= next.Timestamp;
    }

    private static Task<SegmentCursor> Find(SegmentCursor cursor, bool isAhead, CancellationToken stop) => isAhead ? Task.Run(cursor.Find, stop) : Task.FromResult(cursor.Find());

    private static void Settle(Task search)
    {
        try
        {
            search.GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // Called off, or failed for nobody.
        }
    }
}
