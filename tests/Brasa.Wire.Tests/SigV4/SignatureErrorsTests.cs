using Brasa.Wire.SigV4;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.SigV4;

public sealed class SignatureErrorsTests
{
    private static readonly SignatureFault[] OfS3Alone =
        [SignatureFault.NoContentHash, SignatureFault.BadContentHash, SignatureFault.BadChunks, SignatureFault.SmallChunk, SignatureFault.BadTrailer];

    [Theory]
    [InlineData("rest-json", "lambda", SignatureFault.Missing, 403, "MissingAuthenticationTokenException", "Missing Authentication Token")]
    [InlineData("rest-json", "lambda", SignatureFault.Incomplete, 403, "IncompleteSignatureException", "detail")]
    [InlineData("rest-json", "lambda", SignatureFault.Skewed, 403, "InvalidSignatureException", "detail")]
    [InlineData("rest-json", "lambda", SignatureFault.UnknownKey, 403, "UnrecognizedClientException", "The security token included in the request is invalid.")]
    [InlineData("rest-json", "lambda", SignatureFault.ExpiredToken, 403, "ExpiredTokenException", "The security token included in the request is expired")]
    [InlineData("rest-json", "lambda", SignatureFault.Throttled, 400, "ThrottlingException", "Rate exceeded")]
    [InlineData("json", "dynamodb", SignatureFault.UnknownKey, 400, "UnrecognizedClientException", "The security token included in the request is invalid.")]
    [InlineData("query", "iam", SignatureFault.Skewed, 403, "SignatureDoesNotMatch", "detail")]
    [InlineData("query", "iam", SignatureFault.UnknownKey, 403, "InvalidClientTokenId", "The security token included in the request is invalid.")]
    [InlineData("query", "iam", SignatureFault.Missing, 403, "MissingAuthenticationToken", "Request is missing Authentication Token")]
    [InlineData("rest-xml", "s3", SignatureFault.UnknownKey, 403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")]
    [InlineData("rest-xml", "s3", SignatureFault.Skewed, 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")]
    [InlineData("rest-xml", "s3", SignatureFault.Throttled, 503, "SlowDown", "Please reduce your request rate.")]
    public void Each_kind_of_service_has_its_own_words(string protocol, string service, object fault, int status, string code, string message)
    {
        var error = SignatureErrors.Of(Things.Model with { Protocols = [protocol], SigningName = service }, isForm: false)
            .Describe(new SignatureException((SignatureFault)fault, "detail"));

        Assert.Equal((code, status, message), (error.Code, error.Status, error.Message));
    }

    [Fact]
    public void A_wrong_signature_tells_nothing_of_the_right_one()
    {
        var error = SignatureErrors.Of(null, isForm: false).Describe(new SignatureException(SignatureFault.Mismatch));

        Assert.Equal(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
            + "Consult the service documentation for details.", error.Message);
    }

    [Fact]
    public void Every_fault_has_words_in_every_service_that_can_have_it()
    {
        foreach (var protocol in (string[])["rest-json", "json", "query", "ec2", "rest-xml"])
        {
            foreach (var service in (string[])["s3", "other"])
            {
                foreach (var fault in Enum.GetValues<SignatureFault>().Where(fault => service == "s3" || !OfS3Alone.Contains(fault)))
                {
                    var error = SignatureErrors.Of(Things.Model with { Protocols = [protocol], SigningName = service }, isForm: false).Describe(new SignatureException(fault, "detail"));
                    Assert.InRange(error.Status, 400, 503);
                    Assert.NotEmpty(error.Message);
                }
            }
        }
    }
}
