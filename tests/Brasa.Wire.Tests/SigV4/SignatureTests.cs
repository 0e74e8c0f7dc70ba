using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Tests.SigV4;

public sealed class SignatureTests
{
    private const string Rest = "SignedHeaders=host;x-amz-date, Signature=abc";

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/lambda/aws4_request, " + Rest)]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/lambda/aws4_request,SignedHeaders=host,Signature=abc")]
    public void A_header_names_key_region_and_service(string authorization) =>
        Assert.Equal(new Credential("AKID", "eu-west-1", "lambda"), Read(authorization));

    [Fact]
    public void A_signature_for_several_regions_names_none() =>
        Assert.Equal(new Credential("AKID", null, "s3"), Read("AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request, " + Rest));

    [Fact]
    public void A_presigned_url_carries_its_credential_in_the_query() =>
        Assert.Equal(
            new Credential("123456789012", "us-east-2", "lambda"),
            Read(null, "a=b&X-Amz-Credential=123456789012%2F20260101%2Fus-east-2%2Flambda%2Faws4_request&X-Amz-Signature=abc"));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer token")]
    [InlineData("Basic dTpw")]
    public void Requests_need_not_be_signed(string? authorization) => Assert.Null(Read(authorization));

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/lambda/aws4_request", "Authorization header requires 'Signature' parameter.")]
    [InlineData("AWS4-HMAC-SHA256 " + Rest, "Authorization header requires 'Credential' parameter.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID, " + Rest, "Credential must have exactly 5 slash-delimited elements")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/lambda/aws5_request, " + Rest, "Credential must have exactly 5")]
    [InlineData("AWS4-HMAC-SHA256 Credential=/20260101/eu-west-1/lambda/aws4_request, " + Rest, "Credential must have exactly 5")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/c/d/e/f/g/aws4_request, " + Rest, "Credential must have exactly 5")]
    [InlineData("AWS4-HMAC-SHA256 nonsense", "not a valid key=value pair")]
    [InlineData("AWS4-HMAC-SHA256", "not a valid key=value pair")]
    public void A_bad_signature_is_told_what_it_lacks(string authorization, string message)
    {
        var error = Assert.Throws<SignatureException>(() => Read(authorization));

        Assert.Equal(SignatureFault.Incomplete, error.Fault);
        Assert.Contains(message, error.Message);
    }

    private static Credential? Read(string? authorization, string query = "")
    {
        var http = new DefaultHttpContext();
        if (authorization is not null)
            http.Request.Headers.Authorization = authorization;
        http.Request.Headers["X-Amz-Date"] = "20260101T000000Z";
        return Signature.Read(http.Request, query.AsMemory());
    }
}
