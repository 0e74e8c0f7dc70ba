namespace Brasa.Core.Logs;

/// <summary>Where log events of functions go.</summary>
public interface ILogStreams
{
    /// <summary>A new stream of a log group.</summary>
    /// <param name="account">The owning account, 12 digits.</param>
    /// <param name="region">The region.</param>
    /// <param name="group">The log group, as <c>/aws/lambda/hello</c>.</param>
    /// <param name="stream">The stream, as <c>2026/01/31/[$LATEST]0f…</c>.</param>
    ILogStream Open(string account, string region, string group, string stream);
}

/// <summary>One log stream; disposing it writes out what is buffered.</summary>
public interface ILogStream : IDisposable
{
    /// <summary>Adds an event. It never waits for a disk: events are buffered and written within 100 ms, and past a bound of the
    /// implementation the oldest are dropped and said to be.</summary>
    /// <param name="time">When it happened.</param>
    /// <param name="message">UTF-8, with no line end; what is not UTF-8 is kept as it came.</param>
    void Append(DateTimeOffset time, ReadOnlySpan<byte> message);
}
