using System.Buffers;

namespace Brasa.Lambda.Environments;

/// <summary>Cuts a stream of bytes into lines, so that a log event is never half a line.</summary>
internal sealed class LineSplitter
{
    /// <summary>A longer line is cut: AWS's bound on one log event.</summary>
    /// <remarks>Amazon CloudWatch Logs user guide, "quotas": event size.</remarks>
    public const int MaxLineBytes = 256 * 1024;

    private const byte LineFeed = (byte)'\n';

    private readonly ArrayBufferWriter<byte> partial = new();

    /// <summary>Takes bytes and hands every line they complete to <paramref name="line"/>, without its line end.</summary>
    public void Push(ReadOnlySpan<byte> bytes, ReadOnlySpanAction line)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf(LineFeed);
            var room = MaxLineBytes - partial.WrittenCount;
            var take = Math.Min(end < 0 ? bytes.Length : end, room);
            var isWhole = end >= 0 && end == take;

            if (isWhole && partial.WrittenCount == 0)
            {
                line(bytes[..take]);
            }
            else
            {
                partial.Write(bytes[..take]);
                if (isWhole || partial.WrittenCount == MaxLineBytes) Flush(line);
            }

            bytes = bytes[(isWhole ? take + 1 : take)..];
        }
    }

    /// <summary>Hands over what stands without a line end.</summary>
    public void Flush(ReadOnlySpanAction line)
    {
        if (partial.WrittenCount == 0) return;
        line(partial.WrittenSpan);
        partial.ResetWrittenCount();
    }

    public delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
}
