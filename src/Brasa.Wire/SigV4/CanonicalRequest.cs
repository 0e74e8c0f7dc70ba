using System.Buffers;
using System.Text;
using Brasa.Wire.Protocols;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.SigV4;

/// <summary>A request in the form whose hash is signed.</summary>
/// <remarks>IAM user guide, "Create a signed AWS API request", step 1.</remarks>
internal static class CanonicalRequest
{
    /// <param name="request">The request.</param>
    /// <param name="target">Its target as sent.</param>
    /// <param name="claim">What it says of its signature.</param>
    /// <param name="isS3">Whether S3's rules hold.</param>
    /// <param name="payload">What stands for the body; empty where its hash does.</param>
    /// <param name="body">The body, where its hash does.</param>
    /// <param name="buffer">Where it is written.</param>
    public static void Write(
        HttpRequest request, RawTarget target, SignatureClaim claim, bool isS3, string payload, ReadOnlySpan<byte> body, PooledBuffer buffer)
    {
        Encoding.UTF8.GetBytes(request.Method, buffer);
        buffer.Write("\n"u8);
        CanonicalPath.Write(target.Path, isS3, buffer);
        buffer.Write("\n"u8);
        CanonicalQuery.Write(target.Query.Span, claim.IsPresigned, buffer);
        buffer.Write("\n"u8);
        CanonicalHeaders.Write(claim.SignedHeaders, request.Headers, buffer);
        buffer.Write("\n"u8);
        Encoding.UTF8.GetBytes(claim.SignedHeaders, buffer);
        buffer.Write("\n"u8);
        if (payload.Length > 0)
        {
            Encoding.UTF8.GetBytes(payload, buffer);
            return;
        }
        SigningMath.Hash(body, buffer.GetSpan(SigningMath.HexSize));
        buffer.Advance(SigningMath.HexSize);
    }
}
