using System.Collections.Frozen;
using Brasa.Core.Errors;
using Brasa.Wire.Operations;
using static Brasa.Wire.SigV4.SignatureFault;

namespace Brasa.Wire.SigV4;

/// <summary>How services of one kind name what is wrong with a signature.</summary>
/// <remarks>
/// Codes and statuses: "Common Errors" in the API references of Lambda (rest-json), DynamoDB (json), IAM and STS (query), and
/// "Error responses" in that of S3.
/// </remarks>
internal sealed class SignatureErrors
{
    private const string NoMatch = "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private const string InvalidSecurityToken = "The security token included in the request is invalid.";
    private const string ExpiredSecurityToken = "The security token included in the request is expired";
    private const string NoToken = "Request is missing Authentication Token";

    private static readonly SignatureErrors RestJson = Exceptions(403, "Missing Authentication Token");
    private static readonly SignatureErrors Json = Exceptions(400, NoToken);
    private static readonly SignatureErrors Query = new(
        new("MissingAuthenticationToken", 403, NoToken), new("IncompleteSignature", 400), new("SignatureDoesNotMatch", 403),
        new("InvalidClientTokenId", 403, InvalidSecurityToken), new("ExpiredToken", 403, ExpiredSecurityToken),
        new("Throttling", 400, "Rate exceeded"));

    private static readonly SignatureErrors S3 = new(new Dictionary<SignatureFault, Error>
    {
        [Missing] = new("AccessDenied", 403, "Access Denied"),
        [Incomplete] = new("AuthorizationHeaderMalformed", 400),
        [IncompleteQuery] = new("AuthorizationQueryParametersError", 400),
        [Mismatch] = new("SignatureDoesNotMatch", 403,
            "The request signature we calculated does not match the signature you provided. Check your key and signing method."),
        [Skewed] = new("RequestTimeTooSkewed", 403, "The difference between the request time and the current time is too large."),
        [OutsideValidity] = new("AccessDenied", 403, "Request has expired"),
        [Scope] = new("AuthorizationHeaderMalformed", 400),
        [Unsigned] = new("AccessDenied", 403, "There were headers present in the request which were not signed"),
        [UnknownKey] = new("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."),
        [InvalidToken] = new("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
        [ExpiredToken] = new("ExpiredToken", 400, "The provided token has expired."),
        [NoContentHash] = new("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"),
        [BadContentHash] = new("InvalidArgument", 400,
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 value."),
        [BodyMismatch] = new("XAmzContentSHA256Mismatch", 400, "The provided 'x-amz-content-sha256' header does not match what was computed."),
        [BadChunks] = new("IncompleteBody", 400, "The request body terminated unexpectedly"),
        [SmallChunk] = new("InvalidChunkSizeError", 403, "Only the last chunk is allowed to have a size less than 8192 bytes"),
        [BadTrailer] = new("MalformedTrailerError", 400,
            "The request contained trailing data that was not well-formed or did not conform to our published schema."),
        [Throttled] = new("SlowDown", 503, "Please reduce your request rate."),
    });

    private readonly FrozenDictionary<SignatureFault, Error> errors;

    private SignatureErrors(Error missing, Error incomplete, Error invalid, Error unknown, Error expired, Error throttled)
        : this(new Dictionary<SignatureFault, Error>
        {
            [Missing] = missing,
            [Incomplete] = incomplete,
            [IncompleteQuery] = incomplete,
            [Mismatch] = invalid with { Message = NoMatch },
            [Skewed] = invalid,
            [OutsideValidity] = invalid,
            [Scope] = invalid,
            [Unsigned] = invalid,
            [UnknownKey] = unknown,
            [InvalidToken] = unknown,
            [ExpiredToken] = expired,
            [BodyMismatch] = invalid with { Message = NoMatch },
            [Throttled] = throttled,
        })
    {
    }

    private SignatureErrors(Dictionary<SignatureFault, Error> errors) => this.errors = errors.ToFrozenDictionary();

    /// <summary>The words of <paramref name="service"/>; those of Lambda where none is known.</summary>
    /// <param name="service">The service.</param>
    /// <param name="isForm">Whether the request is in the query protocol, of several that the service has.</param>
    public static SignatureErrors Of(ServiceModel? service, bool isForm) => service switch
    {
        { SigningName: SigningRules.S3 } => S3,
        not null when isForm => Query,
        { Protocols: ["json", ..] } => Json,
        { Protocols: ["query" or "ec2" or "rest-xml", ..] } => Query,
        _ => RestJson,
    };

    /// <summary>The error that a caller is answered with.</summary>
    public AwsException Describe(SignatureException refused)
    {
        var error = errors[refused.Fault];
        return new AwsException(error.Code, error.Status, error.Message ?? refused.Message);
    }

    private static SignatureErrors Exceptions(int status, string missing) => new(
        new("MissingAuthenticationTokenException", status, missing), new("IncompleteSignatureException", status),
        new("InvalidSignatureException", status), new("UnrecognizedClientException", status, InvalidSecurityToken),
        new("ExpiredTokenException", status, ExpiredSecurityToken), new("ThrottlingException", 400, "Rate exceeded"));

    /// <param name="Code">AWS's code.</param>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Message">What is said to all; <c>null</c> where what is wrong with the request in particular is said.</param>
    private sealed record Error(string Code, int Status, string? Message = null);
}
