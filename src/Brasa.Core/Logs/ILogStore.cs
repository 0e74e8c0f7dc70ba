namespace Brasa.Core.Logs;

/// <summary>Log events, kept in streams of groups. It knows nothing of groups but their events: they begin with their first stream.</summary>
/// <remarks>
/// What is kept is bounded: past a quota the oldest events go first, whosever they are in the group that has the most, and the group is told so by an event.
/// Safe for concurrent use.
/// </remarks>
public interface ILogStore : ILogStreams
{
    /// <summary>Told of events once they are stored, batch by batch of one stream, within 100 ms of their being appended. Handlers do not block.</summary>
    event Action<LogGroupKey, IReadOnlyList<LogEvent>> Stored;

    /// <summary>Makes an empty stream; <c>false</c> where there is one of that name.</summary>
    Task<bool> CreateStreamAsync(LogGroupKey group, string stream, CancellationToken ct);

    /// <summary>Stores events, and returns once a kill of the server cannot lose them. The stream has been created.</summary>
    /// <param name="group">The group.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="events">In any order.</param>
    /// <param name="ct">Ends the wait, not the write.</param>
    /// <exception cref="IOException">They could not be written: the disk is full.</exception>
    Task WriteAsync(LogGroupKey group, string stream, IReadOnlyList<NewLogEvent> events, CancellationToken ct);

    /// <summary>A group's streams, by name in ordinal order; none where nothing is known of the group.</summary>
    IReadOnlyList<LogStreamDescription> ListStreams(LogGroupKey group);

    /// <summary>One stream; <c>null</c> where there is none of that name.</summary>
    LogStreamDescription? FindStream(LogGroupKey group, string stream);

    /// <summary>Bytes of the disk that a group takes.</summary>
    long StoredBytes(LogGroupKey group);

    /// <summary>Events in the order of their positions, read as they are taken. Those stored meanwhile may be missed.</summary>
    IEnumerable<LogEvent> Read(LogRange range);

    /// <summary>Removes a stream and its events; <c>false</c> where there is none of that name.</summary>
    Task<bool> DeleteStreamAsync(LogGroupKey group, string stream, CancellationToken ct);

    /// <summary>Removes all of a group.</summary>
    Task DeleteGroupAsync(LogGroupKey group, CancellationToken ct);

    /// <summary>Removes events of a group that happened before a time, at the latest when all that is stored beside them is as old.</summary>
    /// <param name="group">The group.</param>
    /// <param name="before">In milliseconds since 1970.</param>
    void Expire(LogGroupKey group, long before);
}

/// <summary>What is known of a stream without reading it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it began, in milliseconds since 1970.</param>
/// <param name="FirstEvent">The earliest time of an event in it; <c>null</c> where it has none.</param>
/// <param name="LastEvent">The latest time of an event in it; <c>null</c> where it has none.</param>
/// <param name="LastIngestion">When the last one was stored; <c>null</c> where it has none.</param>
public sealed record LogStreamDescription(string Name, long CreatedAt, long? FirstEvent, long? LastEvent, long? LastIngestion);

/// <summary>Which events are read, and in which order.</summary>
public sealed record LogRange
{
    /// <summary>The group.</summary>
    public required LogGroupKey Group { get; init; }

    /// <summary>The streams; <c>null</c> for all.</summary>
    public IReadOnlySet<string>? Streams { get; init; }

    /// <summary>The earliest time, in milliseconds since 1970.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>The time before which they happened, in milliseconds since 1970.</summary>
    public long Before { get; init; } = long.MaxValue;

    /// <summary>Where reading goes on from: events beyond this one in the direction of reading; <c>null</c> for all.</summary>
    public LogPosition? Beyond { get; init; }

    /// <summary>Whether the latest come first.</summary>
    public bool Backwards { get; init; }

    /// <summary>Which of them, by their message; asked before they are put in order, from several threads perhaps. <c>null</c> for all.</summary>
    public Func<ReadOnlySpan<byte>, bool>? Where { get; init; }
}
