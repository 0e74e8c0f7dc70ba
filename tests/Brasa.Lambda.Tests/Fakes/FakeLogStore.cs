using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>A log that holds what is appended, and can be read.</summary>
internal sealed class FakeLogStore : ILogStore
{
    /// <summary>Its lines, in order.</summary>
    public List<(LogGroupKey Group, string Stream, LogSource Source, string Line, DateTimeOffset Time)> Lines { get; } = [];

    public event Action<LogGroupKey, IReadOnlyList<LogEvent>> Stored
    {
        add => throw new NotSupportedException();
        remove => throw new NotSupportedException();
    }

    public ILogStream Open(LogGroupKey group, string stream) => new Stream(this, group, stream);

    public IEnumerable<LogEvent> Read(LogRange range) => Lines
        .Where(line => line.Group == range.Group && range.Streams!.Contains(line.Stream) && range.Where!(Encoding.UTF8.GetBytes(line.Line)))
        .Select((line, i) => new LogEvent(new LogPosition(line.Time.ToUnixTimeMilliseconds(), i), 0, line.Stream, line.Source, Encoding.UTF8.GetBytes(line.Line))).ToList();

    public Task<bool> CreateStreamAsync(LogGroupKey group, string stream, CancellationToken ct) => throw new NotSupportedException();

    public Task WriteAsync(LogGroupKey group, string stream, IReadOnlyList<NewLogEvent> events, CancellationToken ct) => throw new NotSupportedException();

    public IReadOnlyList<LogStreamDescription> ListStreams(LogGroupKey group) => throw new NotSupportedException();

    public LogStreamDescription? FindStream(LogGroupKey group, string stream) => throw new NotSupportedException();

    public long StoredBytes(LogGroupKey group) => throw new NotSupportedException();

    public Task<bool> DeleteStreamAsync(LogGroupKey group, string stream, CancellationToken ct) => throw new NotSupportedException();

    public Task DeleteGroupAsync(LogGroupKey group, CancellationToken ct) => throw new NotSupportedException();

    public void Expire(LogGroupKey group, long before) => throw new NotSupportedException();

    private sealed class Stream(FakeLogStore store, LogGroupKey group, string name) : ILogStream
    {
        public void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source) => store.Lines.Add((group, name, source, Encoding.UTF8.GetString(message), time));

        public void Dispose()
        {
        }
    }
}
