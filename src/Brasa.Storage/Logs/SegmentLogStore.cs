using Brasa.Core.Logs;
using Brasa.Storage.Files;
using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>Log events in append-only segments, a folder of them for each group; for one server process.</summary>
/// <remarks>
/// A segment is a file of blocks, each of events of one stream. They are written ten times a second, and synced once a second: a kill loses the last tenth of a second
/// of what was appended, a power cut a second. In memory is only which streams each segment has, and when.
/// </remarks>
public sealed class SegmentLogStore : ILogStore, IAsyncDisposable
{
    /// <summary>Bytes of disk that events may take, unless that is half of what would be free without them.</summary>
    public const long DefaultTotalBytes = 10L << 30;

    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly LogGroups groups;
    private readonly GroupKeeper keeper;
    private readonly DiskSync sync;
    private readonly LogWriter writer;

    /// <summary>Opens the store; segments that cannot be read are put aside, and half a block at the end of one is cut off.</summary>
    /// <param name="directory">Where it is kept; made where there is none.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">The server's log.</param>
    /// <param name="totalBytes">Bytes of disk that it may take; one group may take half of them.</param>
    public SegmentLogStore(string directory, TimeProvider clock, ILogger<SegmentLogStore> log, long totalBytes = DefaultTotalBytes)
    {
        var root = Path.GetFullPath(directory);
        Modes.CreateDirectory(root, Modes.PrivateDirectory);
        (this.clock, this.log) = (clock, log);
        groups = new LogGroups(root, log);
        sync = new DiskSync(clock, log);
        keeper = new GroupKeeper(groups, new LogQuota(root, totalBytes), sync, clock, log);
        writer = new LogWriter(groups, keeper, sync, clock, log, Tell);
    }

    /// <inheritdoc />
    public event Action<LogGroupKey, IReadOnlyList<LogEvent>>? Stored;

    /// <inheritdoc />
    public ILogStream Open(LogGroupKey group, string stream) => new StreamBuffer(group, stream, writer, clock);

    /// <inheritdoc />
    public Task<bool> CreateStreamAsync(LogGroupKey group, string stream, CancellationToken ct) => writer.RunAsync(
        () =>
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var found = groups.GetOrAdd(group);
            if (found.TryAddStream(stream, now) is not { } created) return false;
            try
            {
                var edit = keeper.Edit(found, now);
                edit.Define(created);
                edit.Commit();
                return true;
            }
            catch
            {
                found.RemoveStream(created);
                throw;
            }
        },
        ct);

    /// <inheritdoc />
    public Task WriteAsync(LogGroupKey group, string stream, IReadOnlyList<NewLogEvent> events, CancellationToken ct) =>
        events.Count == 0 ? Task.CompletedTask : writer.WriteAsync(group, stream, events, ct);

    /// <inheritdoc />
    public IReadOnlyList<LogStreamDescription> ListStreams(LogGroupKey group)
    {
        var streams = groups.TryGet(group, out var found) ? found.Describe() : [];
        streams.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return streams;
    }

    /// <inheritdoc />
    public LogStreamDescription? FindStream(LogGroupKey group, string stream) => groups.TryGet(group, out var found) ? found.Describe(stream) : null;

    /// <inheritdoc />
    public long StoredBytes(LogGroupKey group) => groups.TryGet(group, out var found) ? found.Bytes : 0;

    /// <inheritdoc />
    public IEnumerable<LogEvent> Read(LogRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return groups.TryGet(range.Group, out var found) ? LogReader.Read(found, range, log) : [];
    }

    /// <inheritdoc />
    public Task<bool> DeleteStreamAsync(LogGroupKey group, string stream, CancellationToken ct) =>
        writer.RunAsync(() => keeper.RemoveStream(group, stream), ct);

    /// <inheritdoc />
    public Task DeleteGroupAsync(LogGroupKey group, CancellationToken ct) => writer.RunAsync(
        () =>
        {
            groups.Remove(group);
            return true;
        },
        ct);

    /// <inheritdoc />
    public void Expire(LogGroupKey group, long before)
    {
        if (groups.TryGet(group, out var found)) writer.Post(() => keeper.Expire(found, before));
    }

    /// <summary>Returns once all that was appended before is stored, or was dropped.</summary>
    public Task FlushAsync(CancellationToken ct) => writer.RunAsync(() => true, ct);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await sync.DisposeAsync();
    }

    private void Tell(LogBatch batch, long sequence, long storedAt)
    {
        if (Stored is not { } told) return;
        try
        {
            told(batch.Group, batch.ToEvents(sequence, storedAt));
        }
        catch (Exception failure)
        {
            log.ListenerFailed(failure);
        }
    }
}
