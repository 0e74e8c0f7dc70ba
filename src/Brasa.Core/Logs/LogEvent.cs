namespace Brasa.Core.Logs;

/// <summary>An event to be stored.</summary>
/// <param name="Timestamp">When it happened, in milliseconds since 1970.</param>
/// <param name="Message">UTF-8; what is not UTF-8 is kept as it came.</param>
public readonly record struct NewLogEvent(long Timestamp, ReadOnlyMemory<byte> Message);

/// <summary>An event as it is stored.</summary>
/// <param name="Position">Its place among all events of its group.</param>
/// <param name="IngestionTime">When it was stored, in milliseconds since 1970.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Message">As it came.</param>
public readonly record struct LogEvent(LogPosition Position, long IngestionTime, string Stream, LogSource Source, ReadOnlyMemory<byte> Message)
{
    /// <summary>When it happened, in milliseconds since 1970.</summary>
    public long Timestamp => Position.Timestamp;
}

/// <summary>The place of an event among those of its group: by time, and of one time in the order in which they were stored.</summary>
/// <param name="Timestamp">When it happened, in milliseconds since 1970.</param>
/// <param name="Sequence">Rises with each event that a group stores, and is never given twice.</param>
public readonly record struct LogPosition(long Timestamp, long Sequence) : IComparable<LogPosition>
{
    /// <inheritdoc />
    public int CompareTo(LogPosition other) => (Timestamp, Sequence).CompareTo((other.Timestamp, other.Sequence));

    /// <summary>Whether one comes before another.</summary>
    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after another.</summary>
    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not come after another.</summary>
    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not come before another.</summary>
    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;
}
