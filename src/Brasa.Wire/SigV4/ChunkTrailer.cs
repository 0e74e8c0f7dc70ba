using System.Text;

namespace Brasa.Wire.SigV4;

/// <summary>The lines after the last chunk: headers that the request announced, such as a checksum of its content.</summary>
internal sealed class ChunkTrailer
{
    /// <summary>Names the headers of the trailer.</summary>
    public const string AnnouncingHeader = "x-amz-trailer";

    private const string SignatureName = "x-amz-trailer-signature";
    private const int MaxHeaders = 8;

    private readonly HashSet<string> announced;
    private readonly SortedDictionary<string, string> headers = new(StringComparer.Ordinal);
    private string? signature;

    /// <param name="announcement">Names, separated by commas.</param>
    /// <exception cref="SignatureException">There is none, or too many.</exception>
    public ChunkTrailer(string? announcement)
    {
        announced = [.. (announcement ?? "").ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (announced.Count is 0 or > MaxHeaders)
            throw new SignatureException(SignatureFault.BadTrailer);
    }

    /// <summary>What has come, by names in lower case; trusted once the whole body has been read.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <exception cref="SignatureException">The line is no header that was announced, or is there twice.</exception>
    public void Add(string line)
    {
        var colon = line.IndexOf(':');
        if (colon <= 0)
            throw new SignatureException(SignatureFault.BadTrailer);
        var (name, value) = (line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim());
        var isNew = name == SignatureName ? signature is null : announced.Contains(name) && headers.TryAdd(name, value);
        if (!isNew)
            throw new SignatureException(SignatureFault.BadTrailer);
        if (name == SignatureName) signature = value;
    }

    /// <exception cref="SignatureException">Something announced is missing, or the signature is another.</exception>
    public void End(ChunkSigner? signer)
    {
        if (headers.Count != announced.Count || (signer is null) != (signature is null))
            throw new SignatureException(SignatureFault.BadTrailer);
        signer?.EndTrailer(Encoding.ASCII.GetBytes(string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))), signature);
    }
}
