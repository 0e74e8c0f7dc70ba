using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.SigV4;

/// <summary>What a request says of its own signature: well-formed, and nothing of it verified.</summary>
internal sealed record SignatureClaim
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string Terminator = "aws4_request";
    public const string DateHeader = "X-Amz-Date";
    public const string TokenName = "X-Amz-Security-Token";
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private const int TimeLength = 16;

    /// <summary>The key's id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The rest of the credential: <c>date/region/service/aws4_request</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The scope's date, <c>yyyyMMdd</c>.</summary>
    public required string Date { get; init; }

    /// <summary>The scope's region.</summary>
    public required string Region { get; init; }

    /// <summary>The scope's service.</summary>
    public required string Service { get; init; }

    /// <summary>The scope's last field.</summary>
    public required string Term { get; init; }

    /// <summary>Names of headers in lower case, separated by semicolons.</summary>
    public required string SignedHeaders { get; init; }

    /// <summary>The signature, in hexadecimal digits where it may be right.</summary>
    public required string Signature { get; init; }

    /// <summary>When it was signed, as the string to sign has it.</summary>
    public required string Timestamp { get; init; }

    /// <summary>When it was signed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The session token; <c>null</c> where it has none.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>How long a presigned URL is good for; <c>null</c> where the request has an Authorization header.</summary>
    public TimeSpan? Validity { get; init; }

    public bool IsPresigned => Validity is not null;

    /// <summary>Reads it from the Authorization header, or from the query of a presigned URL.</summary>
    /// <exception cref="SignatureException">The request is not signed, or badly.</exception>
    public static SignatureClaim Read(HttpRequest request, ReadOnlyMemory<char> query)
    {
        var authorization = request.Headers.Authorization;
        var presigned = PresignedQuery.Read(query);
        if (authorization.Count > 1 || (presigned is not null && authorization.Count > 0))
            throw new SignatureException(SignatureFault.Incomplete, "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
                + "Signature query string parameter or the Authorization header should be specified");
        if (presigned is { } parameters)
            return parameters.ToClaim();
        return authorization.Count == 1 && authorization[0] is { } header
            ? AuthorizationHeader.Read(header, request.Headers)
            : throw new SignatureException(SignatureFault.Missing);
    }

    /// <summary>Reads a time in the one form that ISO 8601 has for signatures.</summary>
    public static DateTimeOffset? TryParseTime(ReadOnlySpan<char> text) =>
        text.Length == TimeLength && DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
