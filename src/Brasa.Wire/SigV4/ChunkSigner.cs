using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Brasa.Wire.Protocols;

namespace Brasa.Wire.SigV4;

/// <summary>Follows the signatures of chunks: each signs its own data and the signature before it, the first one that of the request.</summary>
/// <remarks>S3 API reference, "Transferring payload in multiple chunks" and "Including trailing headers".</remarks>
internal sealed class ChunkSigner : IDisposable
{
    private readonly byte[] key;
    private readonly SignatureClaim claim;
    private readonly byte[] previous = new byte[SigningMath.HexSize];
    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="key">The key that the request was signed with.</param>
    /// <param name="claim">Its verified signature.</param>
    public ChunkSigner(byte[] key, SignatureClaim claim)
    {
        this.key = key;
        this.claim = claim;
        Encoding.ASCII.GetBytes(claim.Signature, previous);
    }

    public void Append(ReadOnlySpan<byte> data) => sum.AppendData(data);

    /// <summary>Ends a chunk.</summary>
    /// <exception cref="SignatureException">It has another signature.</exception>
    public void EndChunk(ReadOnlySpan<char> signature)
    {
        Span<byte> hash = stackalloc byte[SigningMath.HashSize];
        Span<byte> hex = stackalloc byte[SigningMath.HexSize];
        sum.GetHashAndReset(hash);
        SigningMath.WriteHex(hash, hex);

        using var rest = new PooledBuffer();
        rest.Write(previous);
        rest.Write("\n"u8);
        rest.Write(SigningMath.EmptyHash);
        rest.Write("\n"u8);
        rest.Write(hex);
        Verify("AWS4-HMAC-SHA256-PAYLOAD"u8, rest.Written.Span, signature);
    }

    /// <summary>Ends a trailer.</summary>
    /// <exception cref="SignatureException">It has another signature.</exception>
    public void EndTrailer(ReadOnlySpan<byte> canonicalTrailer, ReadOnlySpan<char> signature)
    {
        Span<byte> hex = stackalloc byte[SigningMath.HexSize];
        SigningMath.Hash(canonicalTrailer, hex);
        using var rest = new PooledBuffer();
        rest.Write(previous);
        rest.Write("\n"u8);
        rest.Write(hex);
        Verify("AWS4-HMAC-SHA256-TRAILER"u8, rest.Written.Span, signature);
    }

    public void Dispose() => sum.Dispose();

    private void Verify(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> rest, ReadOnlySpan<char> signature)
    {
        Span<byte> right = stackalloc byte[SigningMath.HexSize];
        SigningMath.Sign(key, algorithm, claim, rest, right);
        if (!SigningMath.AreSame(right, signature))
            throw new SignatureException(SignatureFault.Mismatch);
        right.CopyTo(previous);
    }
}
