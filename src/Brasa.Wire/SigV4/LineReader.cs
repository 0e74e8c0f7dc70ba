using System.Buffers;
using System.Text;

namespace Brasa.Wire.SigV4;

/// <summary>Reads lines and data in turns from a body, through one buffer.</summary>
internal sealed class LineReader(Stream body) : IDisposable
{
    /// <summary>The longest line, in bytes: what starts a chunk has a hundred, and no checksum's trailer has more.</summary>
    public const int MaxLine = 1024;

    private const int BufferSize = 16 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int start;
    private int end;

    /// <summary>Reads some data, at least a byte; none at the body's end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken ct)
    {
        if (start == end && destination.Length >= BufferSize)
            return await body.ReadAsync(destination, ct);
        if (start == end && !await FillAsync(ct))
            return 0;
        var count = Math.Min(destination.Length, end - start);
        buffer.AsSpan(start, count).CopyTo(destination.Span);
        start += count;
        return count;
    }

    /// <summary>Reads up to a line end; <c>null</c> where the body ends before anything came.</summary>
    /// <exception cref="SignatureException">The body ends within a line, or it is too long, or not ASCII.</exception>
    public async ValueTask<string?> ReadLineAsync(CancellationToken ct)
    {
        var searched = 0;
        while (true)
        {
            var feed = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
                return TakeLine(searched + feed);
            searched = end - start;
            if (searched > MaxLine)
                throw new SignatureException(SignatureFault.BadChunks);
            if (!await FillAsync(ct))
                return searched == 0 ? null : throw new SignatureException(SignatureFault.BadChunks);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = end = 0;
    }

    private string TakeLine(int length)
    {
        var line = buffer.AsSpan(start, length);
        start += length + 1;
        if (length is 0 or > MaxLine || line[^1] != '\r' || !Ascii.IsValid(line))
            throw new SignatureException(SignatureFault.BadChunks);
        return Encoding.ASCII.GetString(line[..^1]);
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        var count = await body.ReadAsync(buffer.AsMemory(end), ct);
        end += count;
        return count > 0;
    }
}
