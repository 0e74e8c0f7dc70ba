using System.Buffers;
using System.Globalization;
using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Storage.Files;

/// <summary>One log stream's file. It is made with the first event, and nothing is added to it past <see cref="MaxBytes"/>.</summary>
internal sealed class LogFile(string path, Action makeRoom, Action<LogFile> closed) : ILogStream
{
    /// <summary>Bytes a stream may take on disk.</summary>
    public const long MaxBytes = 16 << 20;

    /// <summary>Bytes that may wait to be written; what comes beyond is dropped, and said to be.</summary>
    public const int MaxBufferedBytes = 4 << 20;

    private readonly Lock gate = new();
    private readonly Lock writing = new();
    private ArrayBufferWriter<byte> buffer = new();
    private ArrayBufferWriter<byte> spare = new();
    private long dropped;
    private long written;
    private bool disposed;

    public void Append(DateTimeOffset time, ReadOnlySpan<byte> message, LogSource source)
    {
        lock (gate)
        {
            if (disposed) return;
            if (buffer.WrittenCount + message.Length > MaxBufferedBytes || written + buffer.WrittenCount + message.Length > MaxBytes)
            {
                dropped++;
                return;
            }

            AppendLine(time, message);
        }
    }

    /// <summary>Writes what is buffered to the file.</summary>
    public void Flush()
    {
        lock (writing)
        {
            ArrayBufferWriter<byte> full;
            lock (gate)
            {
                if (dropped > 0 && written < MaxBytes)
                {
                    AppendLine(DateTimeOffset.UtcNow, Encoding.UTF8.GetBytes($"{dropped} log events were dropped here: there were more than could be kept."));
                    dropped = 0;
                }

                if (buffer.WrittenCount == 0) return;
                (full, buffer, spare) = (buffer, spare, buffer);
                written += full.WrittenCount;
            }

            Write(full.WrittenSpan);
            full.ResetWrittenCount();
        }
    }

    public void Dispose()
    {
        Flush();
        lock (gate) disposed = true;
        closed(this);
    }

    private void AppendLine(DateTimeOffset time, ReadOnlySpan<byte> message)
    {
        const int TimeLength = 25;
        time.UtcDateTime.TryFormat(buffer.GetSpan(TimeLength), out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture);
        buffer.Advance(length);
        buffer.Write(message);
        buffer.Write("\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (!File.Exists(path) && Directory.CreateDirectory(folder).Exists) makeRoom();
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(bytes);
        }
        catch (IOException)
        {
            // A full disk must not end the functions that print to it.
        }
    }
}
