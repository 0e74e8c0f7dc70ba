using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Storage.Logs;

/// <summary>Walks over the blocks of a segment. What is damaged is passed over: the next block that is whole is looked for.</summary>
/// <param name="file">The segment's file; whoever opened it closes it.</param>
/// <param name="start">Where the first block begins.</param>
/// <param name="end">Where what may be read ends.</param>
/// <param name="seed">The segment's seed.</param>
internal sealed class BlockReader(SafeFileHandle file, long start, long end, uint seed) : IDisposable
{
    private const int BufferSize = 1 << 20;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private long bufferAt;
    private int buffered;
    private BlockHeader header;

    /// <summary>Where the present block's header begins.</summary>
    public long At { get; private set; } = -1;

    /// <summary>Where the last block that was found ends.</summary>
    public long End { get; private set; } = start;

    /// <summary>Whether anything was passed over.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Goes to the next block; <c>false</c> where there is none.</summary>
    public bool Next(out BlockHeader next)
    {
        for (var at = End; at + BlockHeader.Size <= end; at = FindMagic(at + 1))
        {
            if (BlockHeader.TryRead(Bytes(at, BlockHeader.Size), seed, out next) && at + BlockHeader.Size + next.Length <= end)
            {
                (At, header, End) = (at, next, at + BlockHeader.Size + next.Length);
                return true;
            }

            IsDamaged = true;
        }

        IsDamaged |= End < end;
        next = default;
        return false;
    }

    /// <summary>What follows the present block's header, until the next call; <c>false</c> where it is damaged.</summary>
    public bool TryReadBody(out ReadOnlySpan<byte> body)
    {
        body = Bytes(At + BlockHeader.Size, header.Length);
        if (body.Length == header.Length && Crc32C.Of(body) == header.Checksum) return true;
        IsDamaged = true;
        return false;
    }

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref buffer, []));

    private long FindMagic(long at)
    {
        while (at + BlockHeader.Size <= end)
        {
            var bytes = Bytes(at, (int)Math.Min(BufferSize, end - at));
            if (bytes.Length < BlockHeader.Size) return end;
            var found = bytes.IndexOf(BlockHeader.Magic);
            if (found >= 0) return at + found;
            at += bytes.Length - BlockHeader.Magic.Length + 1;
        }

        return end;
    }

    /// <summary>Bytes of the file, read as many at once as the buffer holds; fewer where it ends.</summary>
    private ReadOnlySpan<byte> Bytes(long at, int count)
    {
        if (at < bufferAt || at + count > bufferAt + buffered) Fill(at, count);
        return buffer.AsSpan((int)(at - bufferAt), Math.Min(count, (int)(bufferAt + buffered - at)));
    }

    private void Fill(long at, int count)
    {
        var kept = at >= bufferAt && at < bufferAt + buffered ? (int)(bufferAt + buffered - at) : 0;
        var old = buffer.AsSpan(buffered - kept, kept);
        if (count > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(count);
            old.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        else
        {
            old.CopyTo(buffer);
        }

        (bufferAt, buffered) = (at, kept);
        while (buffered < count)
        {
            var room = (int)Math.Min(buffer.Length - buffered, end - bufferAt - buffered);
            var read = room > 0 ? RandomAccess.Read(file, buffer.AsSpan(buffered, room), bufferAt + buffered) : 0;
            if (read == 0) return;
            buffered += read;
        }
    }
}
