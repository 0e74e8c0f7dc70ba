using System.Buffers;
using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>What is appended to a stream until it is written.</summary>
/// <param name="group">The group.</param>
/// <param name="stream">The stream's name.</param>
/// <param name="writer">Writes it.</param>
/// <param name="clock">Time.</param>
internal sealed class StreamBuffer(LogGroupKey group, string stream, LogWriter writer, TimeProvider clock) : ILogStream
{
    /// <summary>Bytes of one stream that may wait; what comes beyond is dropped, and said to be.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>So many bytes are written at once, not at the next turn.</summary>
    private const int HastyBytes = 1 << 20;

    private const int FirstBytes = 4 << 10;

    private readonly Lock gate = new();
    private byte[] buffer = [];
    private int length;
    private int count;
    private long dropped;
    private bool isQueued;
    private bool isEnded;

    /// <inheritdoc />
    public void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source)
    {
        bool isFirst, isMuch;
        lock (gate)
        {
            if (isEnded) return;
            var (timestamp, before) = (time.ToUnixTimeMilliseconds(), length);
            do
            {
                var part = message[..Math.Min(message.Length, LogRecord.MaxMessage)];
                Add(timestamp, part, source);
                message = message[part.Length..];
            }
            while (!message.IsEmpty);

            isFirst = !isQueued;
            isQueued = true;
            isMuch = before < HastyBytes && length >= HastyBytes;
        }

        if (isFirst) writer.Enqueue(this);
        if (isMuch) writer.Wake();
    }

    /// <summary>Takes what waits; <c>null</c> where nothing does.</summary>
    public LogBatch? Take()
    {
        lock (gate)
        {
            isQueued = false;
            var loss = count + dropped;
            if (dropped > 0)
            {
                var notice = Encoding.UTF8.GetBytes($"{dropped} log events were dropped here: there were more than could be kept.");
                dropped = 0;
                writer.Reserve(LogRecord.HeadSize + notice.Length, force: true);
                Put(clock.GetUtcNow().ToUnixTimeMilliseconds(), notice, LogSource.Platform);
            }

            if (count == 0) return null;
            var batch = new LogBatch(group, stream, buffer, length, count) { Source = this, Loss = loss };
            (buffer, length, count) = ([], 0, 0);
            return batch;
        }
    }

    /// <summary>What was taken is stored, or lost: it takes no memory any more.</summary>
    public void Stored(int bytes) => writer.Release(bytes);

    /// <summary>What was taken is lost, and will be said to be.</summary>
    public void Lost(long events)
    {
        lock (gate)
        {
            dropped += events;
            if (isQueued) return;
            isQueued = true;
        }

        writer.Enqueue(this);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate) isEnded = true;
        writer.Wake();
    }

    private void Add(long timestamp, ReadOnlySpan<byte> message, LogSource source)
    {
        var size = LogRecord.HeadSize + message.Length;
        // The platform's lines are few, and what a function prints does not displace them.
        var isPlatform = source == LogSource.Platform;
        if ((!isPlatform && length + size > MaxBytes) || !writer.Reserve(size, force: isPlatform)) dropped++;
        else Put(timestamp, message, source);
    }

    private void Put(long timestamp, ReadOnlySpan<byte> message, LogSource source)
    {
        var size = LogRecord.HeadSize + message.Length;
        if (length + size > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + size, Math.Max(FirstBytes, 2 * buffer.Length)));
            buffer.AsSpan(0, length).CopyTo(larger);
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        length += LogRecord.Write(buffer.AsSpan(length), timestamp, source, message);
        count++;
    }
}
