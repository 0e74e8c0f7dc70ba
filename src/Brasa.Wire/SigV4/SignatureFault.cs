namespace Brasa.Wire.SigV4;

/// <summary>What can be wrong with a signature; <see cref="SignatureErrors"/> says how each service names it.</summary>
internal enum SignatureFault
{
    /// <summary>The request is not signed.</summary>
    Missing,

    /// <summary>The Authorization header lacks something, or is malformed.</summary>
    Incomplete,

    /// <summary>The same of the parameters of a presigned URL.</summary>
    IncompleteQuery,

    /// <summary>The signature is another than that of this request with that key.</summary>
    Mismatch,

    /// <summary>It was signed too long ago, or for a time too far ahead.</summary>
    Skewed,

    /// <summary>A presigned URL is past its time, or before it.</summary>
    OutsideValidity,

    /// <summary>It was signed for another date, region or service.</summary>
    Scope,

    /// <summary>A header that has to be signed is not.</summary>
    Unsigned,

    /// <summary>There is no such key, or it is not active.</summary>
    UnknownKey,

    /// <summary>The session token is not the key's.</summary>
    InvalidToken,

    /// <summary>The key, with its session token, has expired.</summary>
    ExpiredToken,

    /// <summary><c>x-amz-content-sha256</c> is missing where it has to be.</summary>
    NoContentHash,

    /// <summary><c>x-amz-content-sha256</c> is neither a hash nor one of the words that stand for none.</summary>
    BadContentHash,

    /// <summary>The body has another hash than the one that was signed.</summary>
    BodyMismatch,

    /// <summary>A body in chunks is malformed, or not as long as it says.</summary>
    BadChunks,

    /// <summary>A chunk other than the last one is too small.</summary>
    SmallChunk,

    /// <summary>The trailer is malformed, or not the one that was announced.</summary>
    BadTrailer,

    /// <summary>Too many wrong signatures came from there or for that key, or this one came too often.</summary>
    Throttled,
}
