using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.SigV4;

/// <summary>How a request's body is bound by its signature.</summary>
internal enum PayloadKind
{
    /// <summary>By its hash, which the verifier computes.</summary>
    Computed,

    /// <summary>By its hash, which a header names.</summary>
    Hashed,

    /// <summary>Not at all.</summary>
    Unsigned,

    /// <summary>In chunks, each with a signature that follows from the one before.</summary>
    Chunks,

    /// <summary>In such chunks, with a signed trailer after them.</summary>
    ChunksAndTrailer,

    /// <summary>In chunks without signatures, with a trailer.</summary>
    UnsignedChunksAndTrailer,
}

/// <summary>What a request says of its body, in <c>x-amz-content-sha256</c>.</summary>
/// <param name="Kind">How it is bound.</param>
/// <param name="Declared">What stands for the body in the canonical request; empty where its hash has to be computed.</param>
internal readonly record struct Payload(PayloadKind Kind, string Declared)
{
    public const string HashHeader = "x-amz-content-sha256";

    private const int HashDigits = 64;
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <remarks>
    /// S3 takes unsigned bodies of whoever signs them so, over http as well: TLS may end before this server. No other service does;
    /// there the words stand for nothing and the hash of the body counts.
    /// </remarks>
    public static Payload Of(SignatureClaim claim, HttpRequest request, ReadOnlyMemory<char> query, bool isS3)
    {
        var values = request.Headers[HashHeader];
        if (values.Count > 1)
            throw new SignatureException(isS3 ? SignatureFault.BadContentHash : SignatureFault.Mismatch);
        var declared = values.Count == 1 ? values[0] : null;
        if (!isS3)
            return declared is not null && IsHash(declared) ? new Payload(PayloadKind.Hashed, declared) : new Payload(PayloadKind.Computed, "");

        if (claim.IsPresigned)
            return OfPresigned(declared ?? QueryValue(query) ?? UnsignedPayload);
        return declared switch
        {
            null => throw new SignatureException(SignatureFault.NoContentHash),
            UnsignedPayload => new Payload(PayloadKind.Unsigned, declared),
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => new Payload(PayloadKind.Chunks, declared),
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => new Payload(PayloadKind.ChunksAndTrailer, declared),
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => new Payload(PayloadKind.UnsignedChunksAndTrailer, declared),
            _ when IsHash(declared) => new Payload(PayloadKind.Hashed, declared),
            _ => throw new SignatureException(SignatureFault.BadContentHash),
        };
    }

    private static Payload OfPresigned(string declared) => declared switch
    {
        UnsignedPayload => new Payload(PayloadKind.Unsigned, declared),
        _ when IsHash(declared) => new Payload(PayloadKind.Hashed, declared),
        _ => throw new SignatureException(SignatureFault.BadContentHash),
    };

    private static string? QueryValue(ReadOnlyMemory<char> query)
    {
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            if (parameter.DecodeName().Span.Equals(HashHeader, StringComparison.OrdinalIgnoreCase))
                return parameter.DecodeValue().ToString();
        }
        return null;
    }

    private static bool IsHash(string text) => text.Length == HashDigits && !text.AsSpan().ContainsAnyExcept(HexDigits);
}
