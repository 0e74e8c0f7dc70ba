using Brasa.Core.Logs;
using Brasa.Services.Logs.Insights;

namespace Brasa.Services.Logs.Queries;

/// <summary>Reads the events of several groups as those of one, the latest first.</summary>
internal static class EventMerge
{
    public static IEnumerable<QueriedEvent> Read(ILogStore store, IReadOnlyList<LogRange> ranges)
    {
        var readers = new List<IEnumerator<LogEvent>>();
        try
        {
            var next = new PriorityQueue<(LogGroupKey Group, IEnumerator<LogEvent> Reader), long>();
            foreach (var range in ranges)
            {
                var reader = store.Read(range with { Backwards = true }).GetEnumerator();
                readers.Add(reader);
                if (reader.MoveNext()) next.Enqueue((range.Group, reader), -reader.Current.Timestamp);
            }

            while (next.TryDequeue(out var latest, out _))
            {
                yield return new QueriedEvent(latest.Group, latest.Reader.Current);
                if (latest.Reader.MoveNext()) next.Enqueue(latest, -latest.Reader.Current.Timestamp);
            }
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }
}
