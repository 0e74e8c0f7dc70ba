using Brasa.Core.Logs;

namespace Brasa.Services.Tests.Logs.Support;

/// <summary>Log events in memory, told of at once.</summary>
internal sealed class FakeLogStore : ILogStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Group, string Stream), List<LogEvent>> streams = [];
    private long sequence;

    public event Action<LogGroupKey, IReadOnlyList<LogEvent>>? Stored;

    public List<(LogGroupKey Group, long Before)> Expired { get; } = [];

    /// <summary>Whether there is no room for events.</summary>
    public bool IsFull { get; set; }

    public ILogStream Open(LogGroupKey group, string stream) => new Writer(this, group, stream);

    public Task<bool> CreateStreamAsync(LogGroupKey group, string stream, CancellationToken ct)
    {
        lock (gate) return Task.FromResult(streams.TryAdd((TextOf(group), stream), []));
    }

    public Task WriteAsync(LogGroupKey group, string stream, IReadOnlyList<NewLogEvent> events, CancellationToken ct)
    {
        if (IsFull) throw new IOException("full");
        var stored = new List<LogEvent>();
        lock (gate)
        {
            if (!streams.TryGetValue((TextOf(group), stream), out var known)) streams[(TextOf(group), stream)] = known = [];
            foreach (var next in events) stored.Add(new LogEvent(new LogPosition(next.Timestamp, ++sequence), next.Timestamp + 1, stream, LogSource.Function, next.Message));
            known.AddRange(stored);
        }

        Stored?.Invoke(group, stored);
        return Task.CompletedTask;
    }

    public IReadOnlyList<LogStreamDescription> ListStreams(LogGroupKey group)
    {
        lock (gate) return [.. streams.Where(item => item.Key.Group == TextOf(group)).OrderBy(item => item.Key.Stream, StringComparer.Ordinal).Select(item => Describe(item.Key.Stream, item.Value))];
    }

    public LogStreamDescription? FindStream(LogGroupKey group, string stream) => ListStreams(group).FirstOrDefault(known => known.Name == stream);

    public long StoredBytes(LogGroupKey group)
    {
        lock (gate) return streams.Where(item => item.Key.Group == TextOf(group)).Sum(item => item.Value.Sum(stored => (long)stored.Message.Length));
    }

    public IEnumerable<LogEvent> Read(LogRange range)
    {
        List<LogEvent> all;
        lock (gate) all = [.. streams.Where(item => item.Key.Group == TextOf(range.Group) && range.Streams?.Contains(item.Key.Stream) is not false).SelectMany(item => item.Value)];
        var found = all.Where(item => item.Timestamp >= range.From && item.Timestamp < range.Before && range.Where?.Invoke(item.Message.Span) is not false);
        return range.Backwards
            ? found.Where(item => range.Beyond is not { } place || item.Position < place).OrderByDescending(item => item.Position)
            : found.Where(item => range.Beyond is not { } place || item.Position > place).OrderBy(item => item.Position);
    }

    public Task<bool> DeleteStreamAsync(LogGroupKey group, string stream, CancellationToken ct)
    {
        lock (gate) return Task.FromResult(streams.Remove((TextOf(group), stream)));
    }

    public Task DeleteGroupAsync(LogGroupKey group, CancellationToken ct)
    {
        lock (gate)
        {
            foreach (var key in streams.Keys.Where(key => key.Group == TextOf(group)).ToList()) streams.Remove(key);
        }

        return Task.CompletedTask;
    }

    public void Expire(LogGroupKey group, long before) => Expired.Add((group, before));

    private static string TextOf(LogGroupKey group) => $"{group.Account} {group.Region} {group.Name}";

    private static LogStreamDescription Describe(string name, List<LogEvent> events) => events.Count == 0
        ? new LogStreamDescription(name, 1, null, null, null)
        : new LogStreamDescription(name, 1, events.Min(item => item.Timestamp), events.Max(item => item.Timestamp), events.Max(item => item.IngestionTime));

    private sealed class Writer(FakeLogStore store, LogGroupKey group, string stream) : ILogStream
    {
        public void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source) =>
            store.WriteAsync(group, stream, [new NewLogEvent(time.ToUnixTimeMilliseconds(), message.ToArray())], CancellationToken.None);

        public void Dispose()
        {
        }
    }
}
