namespace Brasa.Core.Logs;

/// <summary>Where log events of functions go.</summary>
public interface ILogStreams
{
    /// <summary>A stream of a log group; both come into being with the first event where they are not there.</summary>
    /// <param name="group">The log group, as <c>/aws/lambda/hello</c>.</param>
    /// <param name="stream">The stream, as <c>2026/01/31/[$LATEST]0f…</c>.</param>
    ILogStream Open(LogGroupKey group, string stream);
}

/// <summary>One log stream, to be written to; disposing it writes out what is buffered.</summary>
public interface ILogStream : IDisposable
{
    /// <summary>Adds an event. It never waits for a disk: events are buffered and written within 100 ms, and past a bound of the
    /// implementation what comes is dropped and said to be.</summary>
    /// <param name="time">When it happened.</param>
    /// <param name="message">UTF-8, with no line end; what is not UTF-8 is kept as it came.</param>
    /// <param name="source">Who says it.</param>
    void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source);
}

/// <summary>Who says what is logged; a function can print what looks like the platform's lines, and is not taken for it.</summary>
public enum LogSource : byte
{
    /// <summary>A function, or a caller of PutLogEvents.</summary>
    Function,

    /// <summary>Brasa itself.</summary>
    Platform,
}
