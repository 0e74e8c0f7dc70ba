using Brasa.Core.Identity;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Tests.SigV4;

public sealed class SignatureVerifierTests
{
    private const string Now = "20260101T120000Z";

    private static readonly TestRequest Request = new() { Body = Http.Utf8("{\"n\":1}"), Headers = [("X-Amz-Invocation-Type", "Event"), ("Content-Type", "text/plain")] };

    [Fact]
    public async Task A_signed_request_is_its_keys_and_its_regions()
    {
        var verified = await new Verification(TestRequest.Keys, Now).VerifyAsync(Request.Sign(), "lambda");

        Assert.Equal((new AccountPrincipal(FakeAccessKeys.Account), "eu-west-1"), (verified.Principal, verified.Region));
        Assert.Equal(Request.Body, verified.Request.Body);
    }

    [Theory]
    [InlineData("20260101T120500Z", null)]
    [InlineData("20260101T120501Z", SignatureFault.Skewed, "Signature expired: 20260101T120000Z is now earlier than 20260101T120001Z (20260101T120501Z - 5 min.)")]
    [InlineData("20260101T115500Z", null)]
    [InlineData("20260101T115459Z", SignatureFault.Skewed, "Signature not yet current: 20260101T120000Z is still later than 20260101T115959Z (20260101T115459Z + 5 min.)")]
    public async Task A_request_is_good_for_five_minutes_either_way(string now, object? fault, string message = "")
    {
        var refusal = await new Verification(TestRequest.Keys, now).RefusalAsync(Request.Sign(), "lambda");

        Assert.Equal((fault, message), (refusal?.Fault, refusal?.Message ?? ""));
    }

    [Theory]
    [InlineData("20260101T121500Z", null)]
    [InlineData("20260101T121501Z", SignatureFault.Skewed)]
    public async Task S3_takes_a_quarter_of_an_hour(string now, object? fault)
    {
        var request = Request with { Service = "s3", ContentHash = Request.BodyHash };

        Assert.Equal(fault, await new Verification(TestRequest.Keys, now).FaultAsync(request.Sign(), "s3"));
    }

    [Theory]
    [InlineData("s3", "eu-west-1", "Credential should be scoped to correct service: 'lambda'. ")]
    [InlineData("lambda", "eu_west", "Credential should be scoped to a valid region. ")]
    [InlineData("lambda", "", "Credential should be scoped to a valid region. ")]
    [InlineData("lambda", "a-region-of-more-characters-than-any-has", "Credential should be scoped to a valid region. ")]
    public async Task A_signature_for_something_else_is_refused(string service, string region, string message)
    {
        var refusal = await new Verification(TestRequest.Keys, Now).RefusalAsync((Request with { Service = service, Region = region }).Sign(), "lambda");

        Assert.Equal((SignatureFault.Scope, message), (refusal!.Fault, refusal.Message));
    }

    [Theory]
    [InlineData("lambda.eu-west-1.amazonaws.com", null)]
    [InlineData("lambda.us-east-1.amazonaws.com", SignatureFault.Scope)]
    [InlineData("lambda.amazonaws.com", null)]
    [InlineData("localhost", null)]
    public async Task A_host_that_names_a_region_wants_it_signed_for(string host, object? fault) =>
        Assert.Equal(fault, await new Verification(TestRequest.Keys, Now).FaultAsync((Request with { Host = host }).Sign(), "lambda"));

    [Fact]
    public async Task The_date_of_the_scope_is_that_of_the_request()
    {
        var http = Request.Sign();
        http.Request.Headers.Authorization = http.Request.Headers.Authorization.ToString().Replace("/20260101/", "/20251231/", StringComparison.Ordinal);

        var refusal = await new Verification(TestRequest.Keys, Now).RefusalAsync(http, "lambda");

        Assert.Equal(SignatureFault.Scope, refusal!.Fault);
        Assert.StartsWith("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20251231' != '20260101'", refusal.Message);
    }

    [Fact]
    public async Task A_date_header_serves_where_there_is_no_other()
    {
        var http = (Request with { DateHeader = ("Date", "Thu, 01 Jan 2026 12:00:00 GMT") }).Sign();
        Assert.Null(await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));

        http.Request.Headers.Date = "Thu, 01 Jan 2026 12:00:01 GMT";
        http.Request.Body.Position = 0;
        Assert.Equal(SignatureFault.Mismatch, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));

        http.Request.Headers.Date = "tomorrow";
        Assert.Equal(SignatureFault.Incomplete, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));
    }

    [Fact]
    public async Task A_key_that_is_unknown_or_inactive_is_refused()
    {
        Assert.Equal(SignatureFault.UnknownKey, await new Verification(new FakeAccessKeys(), Now).FaultAsync(Request.Sign(), "lambda"));
        Assert.Equal(SignatureFault.UnknownKey, await new Verification(
            new FakeAccessKeys().Add(TestRequest.Id, TestRequest.Secret, isActive: false), Now).FaultAsync(Request.Sign(), "lambda"));
    }

    [Theory]
    [InlineData("token", "token", null)]
    [InlineData("token", "other", SignatureFault.InvalidToken)]
    [InlineData("token", null, SignatureFault.InvalidToken)]
    [InlineData(null, "token", SignatureFault.InvalidToken)]
    public async Task A_session_token_is_the_keys(string? expected, string? sent, object? fault)
    {
        var keys = new FakeAccessKeys().Add(TestRequest.Id, TestRequest.Secret, expected);
        var request = sent is null ? Request : Request with { Headers = [("X-Amz-Security-Token", sent)] };

        Assert.Equal(fault, await new Verification(keys, Now).FaultAsync(request.Sign(), "lambda"));
        var presigned = sent is null ? Request : Request with { Headers = [], Query = [("X-Amz-Security-Token", sent)] };
        Assert.Equal(fault, await new Verification(keys, Now).FaultAsync(presigned.Presign(60), "lambda"));
    }

    [Fact]
    public async Task A_session_ends()
    {
        var keys = new FakeAccessKeys().Add(TestRequest.Id, TestRequest.Secret, expiry: SignatureClaim.TryParseTime(Now)!.Value.AddSeconds(1));
        var verification = new Verification(keys, Now);
        Assert.Null(await verification.FaultAsync(Request.Sign(), "lambda"));

        verification.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignatureFault.ExpiredToken, await verification.FaultAsync(Request.Sign(), "lambda"));
    }

    [Fact]
    public async Task Another_secret_under_the_same_id_ends_the_first_at_once()
    {
        var keys = TestRequest.Keys;
        var verification = new Verification(keys, Now);
        Assert.Null(await verification.FaultAsync(Request.Sign(), "lambda"));

        keys.Add(TestRequest.Id, "another");
        Assert.Equal(SignatureFault.Mismatch, await verification.FaultAsync(Request.Sign(), "lambda"));
    }

    [Theory]
    [InlineData("X-Amz-Invocation-Type", "x", SignatureFault.Mismatch)]
    [InlineData("X-Amz-Client-Context", "x", SignatureFault.Unsigned)]
    [InlineData("x-amz-target", "x", SignatureFault.Unsigned)]
    [InlineData("X-Amzn-Trace-Id", "x", null)]
    [InlineData("User-Agent", "x", null)]
    public async Task Amazons_headers_have_to_be_signed(string name, string value, object? fault)
    {
        var http = Request.Sign();
        http.Request.Headers.Append(name, value);

        Assert.Equal(fault, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));
    }

    [Theory]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=content-type;", SignatureFault.Unsigned)]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=host;content-type;", SignatureFault.Incomplete)]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=content-type;host;host;", SignatureFault.Incomplete)]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=Content-Type;host;", SignatureFault.Incomplete)]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=;content-type;host;", SignatureFault.Incomplete)]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=content-type;host;not-there;", SignatureFault.Mismatch)]
    [InlineData("AWS4-HMAC-SHA256 ", "AWS4-ECDSA-P256-SHA256 ", SignatureFault.Incomplete)]
    [InlineData("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA512 ", SignatureFault.Incomplete)]
    [InlineData("AWS4-HMAC-SHA256 ", "Bearer ", SignatureFault.Missing)]
    [InlineData("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, ", SignatureFault.Incomplete)]
    [InlineData("Signature=", "Signature=é", SignatureFault.Incomplete)]
    [InlineData("Signature=", "Signature=0", SignatureFault.Mismatch)]
    [InlineData(TestRequest.Id, "AKIA\u0007", SignatureFault.UnknownKey)]
    [InlineData("/aws4_request", "/aws4_other", SignatureFault.Scope)]
    [InlineData("/aws4_request", "/aws4_request/x", SignatureFault.Incomplete)]
    public async Task A_malformed_header_is_refused(string what, string by, object fault)
    {
        var http = Request.Sign();
        http.Request.Headers.Authorization = http.Request.Headers.Authorization.ToString().Replace(what, by, StringComparison.Ordinal);

        Assert.Equal(fault, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));
    }

    [Fact]
    public async Task Too_many_signed_headers_are_refused()
    {
        var http = Request.Sign();
        var names = string.Join(';', Enumerable.Range(1000, CanonicalHeaders.MaxCount).Select(number => $"a{number}"));
        http.Request.Headers.Authorization =
            http.Request.Headers.Authorization.ToString().Replace("SignedHeaders=", $"SignedHeaders={names};", StringComparison.Ordinal);

        Assert.Equal(SignatureFault.Incomplete, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));
    }

    [Fact]
    public async Task A_header_that_is_signed_once_and_sent_twice_is_refused()
    {
        foreach (var name in (string[])["Authorization", "X-Amz-Date", "Host", "X-Amz-Security-Token"])
        {
            var http = (Request with { Headers = [("X-Amz-Security-Token", "a")] }).Sign();
            http.Request.Headers.Append(name, http.Request.Headers[name].ToString());
            var keys = new FakeAccessKeys().Add(TestRequest.Id, TestRequest.Secret, "a");

            Assert.NotNull(await new Verification(keys, Now).FaultAsync(http, "lambda"));
        }
    }

    [Fact]
    public async Task A_request_is_signed_in_one_way_only()
    {
        var http = (Request with { Query = [("X-Amz-Signature", "a")] }).Sign();

        Assert.Equal(SignatureFault.Incomplete, await new Verification(TestRequest.Keys, Now).FaultAsync(http, "lambda"));
    }

    [Fact]
    public async Task Values_that_are_not_ASCII_are_signed_as_UTF8() => Assert.Null(
        await new Verification(TestRequest.Keys, Now).FaultAsync((Request with { Headers = [("x-amz-meta-name", "Grüße  ሴ 😀")] }).Sign(), "lambda"));

    [Theory]
    [InlineData("lambda", true, null)]
    [InlineData("lambda", false, SignatureFault.BodyMismatch)]
    [InlineData("s3", true, null)]
    [InlineData("s3", false, SignatureFault.BodyMismatch)]
    public async Task The_hash_that_a_header_names_is_that_of_the_body(string service, bool isRight, object? fault)
    {
        var request = Request with { Service = service, ContentHash = Request.BodyHash };
        var http = request.Sign();
        http.Request.Body = new MemoryStream(isRight ? request.Body : [.. request.Body[..^1], (byte)'x']);

        Assert.Equal(fault, await new Verification(TestRequest.Keys, Now).FaultAsync(http, service));
    }

    [Fact]
    public async Task A_body_that_was_cut_off_whole_is_refused()
    {
        foreach (var service in (string[])["lambda", "s3"])
        {
            var http = (Request with { Service = service, ContentHash = Request.BodyHash }).Sign();
            http.Request.Body = new MemoryStream();
            http.Request.ContentLength = 0;

            Assert.Equal(SignatureFault.BodyMismatch, await new Verification(TestRequest.Keys, Now).FaultAsync(http, service));
        }
    }

    [Theory]
    [InlineData("lambda", "UNSIGNED-PAYLOAD", SignatureFault.Mismatch)]
    [InlineData("lambda", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", SignatureFault.Mismatch)]
    [InlineData("s3", "UNSIGNED-PAYLOAD", null)]
    [InlineData("s3", null, SignatureFault.NoContentHash)]
    [InlineData("s3", "unsigned", SignatureFault.BadContentHash)]
    [InlineData("s3", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", SignatureFault.BadContentHash)]
    public async Task Only_S3_takes_bodies_unsigned(string service, string? contentHash, object? fault) => Assert.Equal(
        fault, await new Verification(TestRequest.Keys, Now).FaultAsync((Request with { Service = service, ContentHash = contentHash }).Sign(), service));

    [Fact]
    public async Task A_body_over_its_operations_limit_is_not_read()
    {
        var http = Request.Sign();
        http.Request.ContentLength = int.MaxValue;

        await Assert.ThrowsAsync<Brasa.Core.Errors.AwsException>(async () => await new Verification(TestRequest.Keys, Now).VerifyAsync(http, "lambda"));
    }

    [Fact]
    public async Task Nothing_is_read_of_a_body_whose_key_is_unknown()
    {
        var http = Request.Sign();
        await new Verification(new FakeAccessKeys(), Now).RefusalAsync(Untouchable(http), "lambda");

        var hashed = (Request with { ContentHash = Request.BodyHash }).Sign();
        hashed.Request.Headers["Content-Type"] = "changed";
        await new Verification(TestRequest.Keys, Now).RefusalAsync(Untouchable(hashed), "lambda");
    }

    private static DefaultHttpContext Untouchable(DefaultHttpContext http)
    {
        var closed = new MemoryStream();
        closed.Dispose();
        http.Request.Body = closed; // would throw
        return http;
    }
}
