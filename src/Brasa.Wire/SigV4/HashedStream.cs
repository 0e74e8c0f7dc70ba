using System.Security.Cryptography;

namespace Brasa.Wire.SigV4;

/// <summary>A body whose hash was signed: its last bytes are given out only once the whole has that hash.</summary>
/// <param name="body">The body.</param>
/// <param name="length">Its length, where it is known.</param>
/// <param name="hash">The hash that was signed, in hexadecimal digits.</param>
/// <remarks>What has been read before may be anything: keep nothing of it before the end has been read.</remarks>
internal sealed class HashedStream(Stream body, long? length, string hash) : RequestStream
{
    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long read;
    private bool isChecked;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isChecked || buffer.IsEmpty)
            return 0;
        var count = await body.ReadAsync(buffer, cancellationToken);
        sum.AppendData(buffer.Span[..count]);
        read += count;
        if (count == 0 || read == length) Check();
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) sum.Dispose();
        base.Dispose(disposing);
    }

    private void Check()
    {
        Span<byte> bytes = stackalloc byte[SigningMath.HashSize];
        Span<byte> hex = stackalloc byte[SigningMath.HexSize];
        sum.GetHashAndReset(bytes);
        SigningMath.WriteHex(bytes, hex);
        if (!SigningMath.AreSame(hex, hash))
            throw new SignatureException(SignatureFault.BodyMismatch);
        isChecked = true;
    }
}
