using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.SigV4;

/// <summary>Binds bodies to what was signed of them.</summary>
internal static class SignedBody
{
    private const string LengthHeader = "x-amz-decoded-content-length";

    /// <summary>The longest that one request may carry, in bytes: 5 GiB.</summary>
    /// <remarks>S3 API reference, <c>PutObject</c> and <c>UploadPart</c>.</remarks>
    private const long MaxLength = 5L * 1024 * 1024 * 1024;

    /// <summary>Checks a body that has been read.</summary>
    public static void Check(ReadOnlySpan<byte> body, string hash)
    {
        Span<byte> hex = stackalloc byte[SigningMath.HexSize];
        SigningMath.Hash(body, hex);
        if (!SigningMath.AreSame(hex, hash))
            throw new SignatureException(SignatureFault.BodyMismatch);
    }

    /// <summary>Has a body checked while it is read.</summary>
    public static void ReplaceHashed(HttpContext http, string hash)
    {
        if (http.Request.ContentLength == 0)
            Check([], hash);
        else
            Replace(http, new HashedStream(http.Request.Body, http.Request.ContentLength, hash));
    }

    /// <summary>Has a body of chunks read as what they hold; its length becomes theirs.</summary>
    public static void ReplaceChunked(HttpContext http, SignatureClaim claim, byte[] signingKey, PayloadKind kind)
    {
        var headers = http.Request.Headers;
        if (!long.TryParse((string?)headers[LengthHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > MaxLength)
            throw new SignatureException(SignatureFault.BadChunks);
        var trailer = kind == PayloadKind.Chunks ? null : new ChunkTrailer(headers[ChunkTrailer.AnnouncingHeader]);
        var signer = kind == PayloadKind.UnsignedChunksAndTrailer ? null : new ChunkSigner(signingKey, claim);
        Replace(http, new ChunkedStream(http.Request.Body, length, signer, trailer));
        http.Request.ContentLength = length;
    }

    private static void Replace(HttpContext http, Stream body)
    {
        http.Request.Body = body;
        http.Response.RegisterForDispose(body);
    }
}
