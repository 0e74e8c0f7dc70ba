using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Tests.SigV4;

public sealed class AbuseTests
{
    private const string Now = "20260101T120000Z";

    private readonly Verification verification = new(TestRequest.Keys, Now);

    [Fact]
    public async Task Wrong_signatures_are_written_down_with_key_and_address()
    {
        Assert.Equal(SignatureFault.Mismatch, await verification.FaultAsync(Wrong(), "lambda"));

        Assert.Equal(["Refused a signature (Mismatch) for key AKIATESTTESTTESTTEST from 127.0.0.1"], verification.Log);
    }

    [Fact]
    public async Task Too_many_of_one_address_are_not_looked_at_any_more()
    {
        for (var i = 0; i < FailureLimiter.SourceBurst; i++) await verification.FaultAsync(Wrong(), "lambda");

        Assert.Equal(SignatureFault.Throttled, await verification.FaultAsync(Wrong(), "lambda"));
        var elsewhere = new TestRequest().Sign();
        elsewhere.Connection.RemoteIpAddress = new([10, 0, 0, 1]);
        Assert.Null(await verification.FaultAsync(elsewhere, "lambda"));

        verification.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await verification.FaultAsync(new TestRequest().Sign(), "lambda"));
    }

    [Fact]
    public async Task The_log_has_a_bound_and_says_what_it_left_out()
    {
        for (var i = 0; i < RefusalLog.Burst + 7; i++) await verification.FaultAsync(Wrong(), "lambda");
        Assert.Equal(RefusalLog.Burst, verification.Log.Count);

        verification.Clock.Advance(TimeSpan.FromSeconds(1));
        await verification.FaultAsync(Wrong(), "lambda");
        Assert.Equal("7 more lines about signatures were left out", verification.Log[^2]);
    }

    [Fact]
    public async Task Malformed_ones_are_written_down_and_counted_before_anything_else_is_known_of_them()
    {
        Assert.Equal(SignatureFault.Incomplete, verification.FaultOfCredential(Malformed()));
        Assert.Equal(["Refused a signature (Incomplete) for key ? from 127.0.0.1"], verification.Log);

        for (var i = 1; i < FailureLimiter.SourceBurst; i++) verification.FaultOfCredential(Malformed());
        Assert.Equal(SignatureFault.Throttled, verification.FaultOfCredential(Malformed()));
        Assert.Equal(SignatureFault.Throttled, await verification.FaultAsync(new TestRequest().Sign(), "lambda"));
        Assert.Null(verification.FaultOfCredential(new TestRequest().Sign()));
        Assert.Null(verification.FaultOfCredential(Http.Create("GET", "/", [])));

        verification.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignatureFault.Incomplete, verification.FaultOfCredential(Malformed()));
    }

    [Fact]
    public async Task Requests_without_a_signature_are_neither_counted_nor_written_down()
    {
        for (var i = 0; i <= FailureLimiter.SourceBurst; i++)
            Assert.Equal(SignatureFault.Missing, await verification.FaultAsync(Http.Create("GET", "/", []), "lambda"));

        Assert.Empty(verification.Log);
        Assert.Null(await verification.FaultAsync(new TestRequest().Sign(), "lambda"));
    }

    [Fact]
    public async Task The_same_signature_is_good_many_times_and_not_without_end()
    {
        var http = new TestRequest().Sign();
        for (var i = 0; i < ReplayGuard.MaxUses; i++)
            Assert.Null(await verification.FaultAsync(http, "lambda"));

        Assert.Equal(SignatureFault.Throttled, await verification.FaultAsync(http, "lambda"));
        Assert.Equal("A signature of key AKIATESTTESTTESTTEST came 2 times", verification.Log[0]);
        Assert.Equal("A signature of key AKIATESTTESTTESTTEST came 10001 times", verification.Log[1]);
        Assert.Null(await verification.FaultAsync((new TestRequest { Time = "20260101T120001Z" }).Sign(), "lambda"));
    }

    [Fact]
    public async Task A_presigned_URL_is_made_to_be_used_again()
    {
        for (var i = 0; i < 3; i++)
            Assert.Null(await verification.FaultAsync(new TestRequest().Presign(60), "lambda"));

        Assert.Empty(verification.Log);
    }

    private static DefaultHttpContext Malformed()
    {
        var http = new TestRequest().Sign();
        http.Request.Headers.Authorization = "AWS4-HMAC-SHA256 nonsense";
        return http;
    }

    private static DefaultHttpContext Wrong()
    {
        var http = new TestRequest().Sign();
        http.Request.Method = "PUT";
        return http;
    }
}
