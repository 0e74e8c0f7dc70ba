using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Wire.Tests.SigV4;

public sealed class PresignedQueryTests
{
    private const string Now = "20260101T120000Z";

    private static readonly TestRequest Request = new() { Method = "GET", Query = [("b", "ü +/"), ("a", "2"), ("a", "1")] };

    [Theory]
    [InlineData("lambda")]
    [InlineData("s3")]
    public async Task A_presigned_URL_is_verified(string service) =>
        Assert.Null(await new Verification(TestRequest.Keys, Now).FaultAsync((Request with { Service = service }).Presign(60), service));

    [Fact]
    public async Task It_binds_the_body_but_for_S3()
    {
        foreach (var (service, fault) in ((string, object?)[])[("lambda", SignatureFault.Mismatch), ("s3", null)])
        {
            var http = (Request with { Service = service }).Presign(60);
            http.Request.Body = new MemoryStream([1]);
            http.Request.ContentLength = 1;

            Assert.Equal(fault, await new Verification(TestRequest.Keys, Now).FaultAsync(http, service));
        }
    }

    [Theory]
    [InlineData("20260101T120100Z", null)]
    [InlineData("20260101T120101Z", SignatureFault.OutsideValidity)]
    [InlineData("20260101T115500Z", null)]
    [InlineData("20260101T115459Z", SignatureFault.OutsideValidity)]
    public async Task It_is_good_for_as_long_as_it_says(string now, object? fault) =>
        Assert.Equal(fault, await new Verification(TestRequest.Keys, now).FaultAsync(Request.Presign(60), "lambda"));

    [Theory]
    [InlineData(604_800, null)]
    [InlineData(604_801, SignatureFault.IncompleteQuery)]
    [InlineData(-1, SignatureFault.IncompleteQuery)]
    public async Task It_is_good_for_a_week_at_most(int seconds, object? fault) =>
        Assert.Equal(fault, await new Verification(TestRequest.Keys, Now).FaultAsync(Request.Presign(seconds), "lambda"));

    [Theory]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256&", "")]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256")]
    [InlineData("X-Amz-Expires=60&", "")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=60&X-Amz-Expires=600")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=%2B60")]
    [InlineData("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=")]
    [InlineData("X-Amz-Date=2026", "X-Amz-Date=x026")]
    [InlineData("X-Amz-Signature=", "X-Amz-Something=")]
    [InlineData("%2Faws4_request", "")]
    public async Task A_malformed_one_is_refused(string what, string by)
    {
        var http = Request.Presign(60);
        var feature = http.Features.GetRequiredFeature<IHttpRequestFeature>();
        feature.RawTarget = feature.RawTarget.Replace(what, by, StringComparison.Ordinal);

        Assert.Equal(SignatureFault.IncompleteQuery, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));
    }
}
