using System.Globalization;

namespace Brasa.Wire.SigV4;

/// <summary>What an <c>aws-chunked</c> body holds: its last bytes are given out only once all chunks, and the trailer, are right.</summary>
/// <param name="body">The body as sent.</param>
/// <param name="length">How long its content is said to be, in bytes.</param>
/// <param name="signer">Verifies chunks and trailer; <c>null</c> where they are not signed.</param>
/// <param name="trailer">What the trailer has to be; <c>null</c> where there is none.</param>
/// <remarks>What has been read before may be anything: keep nothing of it before the end has been read.</remarks>
internal sealed class ChunkedStream(Stream body, long length, ChunkSigner? signer, ChunkTrailer? trailer) : RequestStream
{
    /// <summary>The smallest chunk but the last, in bytes. It bounds what verifying a body may cost.</summary>
    /// <remarks>S3 API reference, "Transferring payload in multiple chunks".</remarks>
    private const int MinChunk = 8192;

    private const int MaxSizeDigits = 10;
    private const string Extension = "chunk-signature=";

    private readonly LineReader reader = new(body);
    private string signature = "";
    private long read;
    private long left;
    private bool wasSmall;
    private bool isEnded;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isEnded || buffer.IsEmpty)
            return 0;
        if (left == 0 && !await BeginChunkAsync(cancellationToken))
            return 0;

        var count = await reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        if (count == 0)
            throw new SignatureException(SignatureFault.BadChunks);
        signer?.Append(buffer.Span[..count]);
        read += count;
        left -= count;
        if (left == 0)
        {
            if (await reader.ReadLineAsync(cancellationToken) != "")
                throw new SignatureException(SignatureFault.BadChunks);
            signer?.EndChunk(signature);
            if (read == length) await BeginChunkAsync(cancellationToken);
        }
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
            signer?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Whether another chunk with data begins; else everything has been read and was right.</summary>
    private async ValueTask<bool> BeginChunkAsync(CancellationToken ct)
    {
        left = Parse(await reader.ReadLineAsync(ct));
        if (left > length - read || (left == 0 && read < length))
            throw new SignatureException(SignatureFault.BadChunks);
        if (left > 0)
        {
            if (wasSmall) throw new SignatureException(SignatureFault.SmallChunk);
            wasSmall = left < MinChunk;
            return true;
        }

        signer?.EndChunk(signature);
        await EndAsync(ct);
        isEnded = true;
        return false;
    }

    private async ValueTask EndAsync(CancellationToken ct)
    {
        var line = await reader.ReadLineAsync(ct);
        // Some clients end the last chunk as every other, and some the trailer alone.
        if (line == "" && trailer is not null) line = await reader.ReadLineAsync(ct);
        while (!string.IsNullOrEmpty(line))
        {
            if (trailer is null)
                throw new SignatureException(SignatureFault.BadChunks);
            trailer.Add(line);
            line = await reader.ReadLineAsync(ct);
        }
        trailer?.End(signer);
        if (line is not null && await reader.ReadLineAsync(ct) is not null)
            throw new SignatureException(SignatureFault.BadChunks);
    }

    private long Parse(string? line)
    {
        var semicolon = line?.IndexOf(';') ?? -1;
        var digits = semicolon < 0 ? line : line![..semicolon];
        if (digits is not { Length: > 0 and <= MaxSizeDigits }
            || !long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
            throw new SignatureException(SignatureFault.BadChunks);
        if (signer is null)
            return semicolon < 0 ? size : throw new SignatureException(SignatureFault.BadChunks);

        var extension = semicolon < 0 ? "" : line![(semicolon + 1)..];
        if (!extension.StartsWith(Extension, StringComparison.Ordinal))
            throw new SignatureException(SignatureFault.BadChunks);
        signature = extension[Extension.Length..];
        return size;
    }
}
