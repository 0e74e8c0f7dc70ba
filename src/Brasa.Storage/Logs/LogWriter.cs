using System.Buffers;
using System.Collections.Concurrent;
using Brasa.Core.Logs;
using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>The one thread that writes: what all streams have buffered goes out together, ten times a second, or as soon as somebody waits for it.</summary>
internal sealed class LogWriter : IAsyncDisposable
{
    /// <summary>How often what is buffered is written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes of all streams that may wait; what comes beyond is dropped, and said to be.</summary>
    private const long MaxBuffered = 128 << 20;

    /// <summary>Writes that may be under way, of up to 1 MB each; who comes beyond waits for a turn.</summary>
    private const int MaxWrites = 64;

    /// <summary>Bytes that are written at once.</summary>
    private const int CommitBytes = 1 << 20;

    private readonly LogGroups groups;
    private readonly GroupKeeper keeper;
    private readonly DiskSync sync;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Action<LogBatch, long, long> stored;
    private readonly ConcurrentQueue<StreamBuffer> buffers = new();
    private readonly ConcurrentQueue<LogBatch> batches = new();
    private readonly ConcurrentQueue<Action> commands = new();
    private readonly SemaphoreSlim turns = new(MaxWrites);
    private readonly ManualResetEventSlim wake = new();
    private readonly ITimer timer;
    private readonly Thread thread;
    private long buffered;
    private bool isFull;
    private volatile bool isEnding;

    /// <param name="groups">The groups.</param>
    /// <param name="keeper">Keeps them within their bounds.</param>
    /// <param name="sync">Told of files that were written.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">The server's log.</param>
    /// <param name="stored">Told of what was stored, the sequence of its first event, and when.</param>
    public LogWriter(LogGroups groups, GroupKeeper keeper, DiskSync sync, TimeProvider clock, ILogger log, Action<LogBatch, long, long> stored)
    {
        (this.groups, this.keeper, this.sync, this.clock, this.log, this.stored) = (groups, keeper, sync, clock, log, stored);
        thread = new Thread(Run) { IsBackground = true, Name = "log-writer" };
        thread.Start();
        timer = clock.CreateTimer(_ => WakeIfNeeded(), null, Interval, Interval);
    }

    /// <summary>Has a buffer written at the next turn.</summary>
    public void Enqueue(StreamBuffer buffer) => buffers.Enqueue(buffer);

    /// <summary>Begins a turn now.</summary>
    public void Wake() => wake.Set();

    /// <summary>Takes room for bytes that wait; <c>false</c> where there is none.</summary>
    public bool Reserve(int bytes, bool force)
    {
        if (Interlocked.Add(ref buffered, bytes) <= MaxBuffered || force) return true;
        Release(bytes);
        return false;
    }

    /// <summary>Gives back what <see cref="Reserve"/> took.</summary>
    public void Release(int bytes) => Interlocked.Add(ref buffered, -bytes);

    /// <summary>Writes events, and returns once they are written.</summary>
    public async Task WriteAsync(LogGroupKey group, string stream, IReadOnlyList<NewLogEvent> events, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        batches.Enqueue(Batch(group, stream, events, done));
        await AwaitTurnAsync(done.Task, ct);
    }

    /// <summary>Does something on the thread that writes, after all that was appended before.</summary>
    public async Task<T> RunAsync<T>(Func<T> command, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Enqueue(() =>
        {
            try
            {
                done.TrySetResult(command());
            }
            catch (Exception failure)
            {
                done.TrySetException(failure);
            }
        });
        await AwaitTurnAsync(done.Task, ct);
        return await done.Task;
    }

    /// <summary>Does something on the thread that writes, at its next turn; nobody waits for it.</summary>
    public void Post(Action command)
    {
        commands.Enqueue(() => Keep(command));
        Wake();
    }

    /// <summary>Writes what is buffered, and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isEnding) return;
        await timer.DisposeAsync();
        isEnding = true;
        Wake();
        thread.Join();
        turns.Dispose();
        wake.Dispose();
    }

    private async Task AwaitTurnAsync(Task done, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(isEnding, this);
        Wake();
        await done.WaitAsync(ct);
    }

    private static LogBatch Batch(LogGroupKey group, string stream, IReadOnlyList<NewLogEvent> events, TaskCompletionSource done)
    {
        var size = events.Sum(each => each.Message.Length + (LogRecord.HeadSize * (1 + (each.Message.Length / LogRecord.MaxMessage))));
        var (buffer, length, count) = (ArrayPool<byte>.Shared.Rent(size), 0, 0);
        foreach (var each in events)
        {
            var message = each.Message.Span;
            do
            {
                var part = message[..Math.Min(message.Length, LogRecord.MaxMessage)];
                length += LogRecord.Write(buffer.AsSpan(length), each.Timestamp, LogSource.Function, part);
                count++;
                message = message[part.Length..];
            }
            while (!message.IsEmpty);
        }

        return new LogBatch(group, stream, buffer, length, count) { Done = done };
    }

    private void WakeIfNeeded()
    {
        if (!buffers.IsEmpty || keeper.HasWork) Wake();
    }

    private void Run()
    {
        while (true)
        {
            wake.Wait();
            wake.Reset();
            var isLast = isEnding;
            Turn();
            if (isLast) return;
        }
    }

    private void Turn()
    {
        // Taken first: what was appended before a command is written before it runs.
        var asked = Drain(commands, commands.Count);
        var waiting = Drain(batches, MaxWrites);
        var taken = Drain(buffers, buffers.Count).Select(buffer => buffer.Take()).OfType<LogBatch>();
        var hasWritten = false;
        foreach (var group in taken.Concat(waiting).GroupBy(batch => batch.Group))
        {
            Write(group.Key, group);
            hasWritten = true;
        }

        if (waiting.Count > 0) turns.Release(waiting.Count);
        foreach (var command in asked) command();
        Keep(() => keeper.Turn(hasWritten || asked.Count > 0));
    }

    private void Keep(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.NotKept(failure);
        }
    }

    private void Write(LogGroupKey key, IEnumerable<LogBatch> events)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var group = groups.GetOrAdd(key);
        var writer = keeper.Edit(group, now);
        var pending = new List<(LogBatch Batch, long Sequence)>();
        foreach (var batch in events)
        {
            // Somebody has deleted the stream since: to a function it is there again, to others it is gone with what they wrote.
            var stream = group.Find(batch.Stream) ?? (batch.Source is null ? null : group.TryAddStream(batch.Stream, now));
            if (stream is null)
            {
                batch.Succeed();
                continue;
            }

            pending.Add((batch, writer.AddEvents(stream, batch.Records)));
            if (writer.PendingBytes >= CommitBytes) Commit(writer, pending, now);
        }

        Commit(writer, pending, now);
    }

    private void Commit(GroupWriter writer, List<(LogBatch Batch, long Sequence)> pending, long now)
    {
        try
        {
            writer.Commit();
            if (isFull) log.LogsWrittenAgain();
            isFull = false;
        }
        catch (Exception failure)
        {
            if (!isFull) log.LogsNotWritten(failure);
            isFull = true;
            foreach (var (batch, _) in pending) batch.Fail(failure);
            pending.Clear();
            return;
        }

        foreach (var (batch, sequence) in pending)
        {
            stored(batch, sequence, now);
            batch.Succeed();
        }

        pending.Clear();
    }

    private static List<T> Drain<T>(ConcurrentQueue<T> queue, int most)
    {
        var taken = new List<T>();
        while (taken.Count < most && queue.TryDequeue(out var next)) taken.Add(next);
        return taken;
    }
}
