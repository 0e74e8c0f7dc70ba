using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Services.Logs.Events;

/// <summary>How many events fit into one answer.</summary>
/// <remarks>CloudWatch Logs API reference, GetLogEvents and FilterLogEvents: 10,000 events, or as many as fit in 1 MB.</remarks>
internal static class EventPages
{
    public const int MostEvents = 10_000;

    private const int MostBytes = 1 << 20;

    /// <summary>Bytes that an event counts beside its message.</summary>
    public const int EventOverhead = 26;

    /// <summary>The first events that fit, and whether there are more.</summary>
    public static (List<LogEvent> Events, bool IsCut) Take(IEnumerable<LogEvent> events, int? limit)
    {
        var taken = new List<LogEvent>();
        var bytes = 0L;
        foreach (var next in events)
        {
            bytes += next.Message.Length + EventOverhead;
            if (taken.Count == (limit ?? MostEvents) || (taken.Count > 0 && bytes > MostBytes)) return (taken, true);
            taken.Add(next);
        }

        return (taken, false);
    }

    /// <summary>A message as text; what is no UTF-8 is replaced.</summary>
    public static string TextOf(LogEvent logEvent) => Encoding.UTF8.GetString(logEvent.Message.Span);

    /// <summary>From when on a reader sees events.</summary>
    public static long From(long? asked, long oldestKept) => Math.Max(asked ?? long.MinValue, oldestKept);

    /// <summary>Before when a reader sees events; what is asked for happened before a time, or up to one.</summary>
    public static long Before(long? end, bool isInclusive) => end is { } time ? time + (isInclusive && time < long.MaxValue ? 1 : 0) : long.MaxValue;
}
