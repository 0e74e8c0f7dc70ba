using System.Buffers;
using Brasa.Core.Logs;

namespace Brasa.Storage.Logs;

/// <summary>Events on their way to a stream.</summary>
/// <param name="Group">The group.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Buffer">The records, in an array of the shared pool.</param>
/// <param name="Length">Bytes of it that are used.</param>
/// <param name="Count">How many there are.</param>
internal sealed record LogBatch(LogGroupKey Group, string Stream, byte[] Buffer, int Length, int Count)
{
    /// <summary>Where they come from, if nobody waits for them.</summary>
    public StreamBuffer? Source { get; init; }

    /// <summary>Events that are lost with it: its own, but for a notice, and those that the notice tells of.</summary>
    public long Loss { get; init; }

    /// <summary>Who waits for them.</summary>
    public TaskCompletionSource? Done { get; init; }

    /// <summary>The records.</summary>
    public ReadOnlySpan<byte> Records => Buffer.AsSpan(0, Length);

    /// <summary>The same as events, once they are stored.</summary>
    public List<LogEvent> ToEvents(long sequence, long storedAt)
    {
        var events = new List<LogEvent>(Count);
        var bytes = Records.ToArray().AsMemory();
        while (LogRecord.TryRead(bytes.Span, out var record))
        {
            events.Add(new LogEvent(new LogPosition(record.Timestamp, sequence++), storedAt, Stream, record.Source, bytes[LogRecord.HeadSize..record.Size]));
            bytes = bytes[record.Size..];
        }

        return events;
    }

    /// <summary>They are stored, or nobody wants them any more.</summary>
    public void Succeed()
    {
        Return();
        Done?.TrySetResult();
    }

    /// <summary>They could not be stored.</summary>
    public void Fail(Exception failure)
    {
        Return();
        Source?.Lost(Loss);
        Done?.TrySetException(failure is IOException ? failure : new IOException(failure.Message, failure));
    }

    private void Return()
    {
        ArrayPool<byte>.Shared.Return(Buffer);
        Source?.Stored(Length);
    }
}
