using System.Text;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.SigV4;
using Brasa.Wire.Tests.Samples;
using Brasa.Wire.Tests.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Wire.Tests.Hosting;

public sealed class VerifiedEndpointTests
{
    private static readonly TestRequest Request = new()
    {
        Method = "PUT", Segments = ["2020-01-01", "things", "a"], Service = "things", Body = Encoding.UTF8.GetBytes("""{"Note":"abc"}"""),
    };

    [Fact]
    public async Task A_verified_request_is_its_keys_whatever_its_id_looks_like()
    {
        var (exchange, context, request) = await SendAsync(Request.Sign());

        Assert.Equal(201, exchange.Status);
        Assert.Equal(("abc", FakeAccessKeys.Account, "eu-west-1"), (request!.Note, context!.Account, context.Region));
        Assert.Equal(new AccountPrincipal(FakeAccessKeys.Account), context.Principal);
    }

    [Fact]
    public async Task One_that_is_not_signed_is_refused() => await AssertRefusedAsync(
        Http.Create("PUT", "/2020-01-01/things/a", []), 403, "MissingAuthenticationTokenException", "Missing Authentication Token");

    [Fact]
    public async Task A_twelve_digit_id_names_no_account_any_more()
    {
        var http = Request.Sign();
        http.Request.Headers.Authorization = http.Request.Headers.Authorization.ToString().Replace(TestRequest.Id, "123456789012", StringComparison.Ordinal);

        await AssertRefusedAsync(http, 403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task One_signed_for_another_service_is_told_for_which() => await AssertRefusedAsync(
        (Request with { Service = "lambda" }).Sign(), 403, "InvalidSignatureException", "Credential should be scoped to correct service: 'things'. ");

    [Fact]
    public async Task One_that_is_malformed_is_told_why() => await AssertRefusedAsync(
        WithAuthorization("AWS4-HMAC-SHA256 nonsense"), 403, "IncompleteSignatureException", "'nonsense' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 nonsense'.");

    [Fact]
    public async Task One_for_several_regions_is_refused() => await AssertRefusedAsync(
        WithAuthorization("AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/things/aws4_request, SignedHeaders=host, Signature=abc"),
        403, "IncompleteSignatureException", "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now). ");

    [Fact]
    public async Task A_path_is_routed_as_it_was_signed()
    {
        var http = Request.Sign();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/2020-01-01//things/b/data/../../a";

        var (exchange, _, request) = await SendAsync(http);

        Assert.Equal((201, "a"), (exchange.Status, request!.ThingName));
    }

    [Fact]
    public async Task A_caller_who_is_known_by_his_connection_need_not_sign()
    {
        var http = Http.Create("PUT", "/2020-01-01/things/a", []);
        http.Features.Set<ICallerFeature>(new KnownCaller());

        Assert.Equal("444455556666", (await SendAsync(http)).Context!.Account);
    }

    private static DefaultHttpContext WithAuthorization(string value)
    {
        var http = Request.Sign();
        http.Request.Headers.Authorization = value;
        return http;
    }

    private static async Task AssertRefusedAsync(DefaultHttpContext http, int status, string code, string message)
    {
        var (exchange, context, _) = await SendAsync(http);

        Assert.Null(context);
        Assert.Equal((status, code), (exchange.Status, exchange.Header("x-amzn-ErrorType")));
        Assert.Equal(message, System.Text.Json.JsonDocument.Parse(exchange.Body).RootElement.GetProperty("message").GetString());
    }

    private static async Task<(Exchange Exchange, RequestContext? Context, PutThingRequest? Request)> SendAsync(DefaultHttpContext http)
    {
        RequestContext? seen = null;
        PutThingRequest? read = null;
        var clock = new FakeTimeProvider(SignatureClaim.TryParseTime(Request.Time)!.Value);
        var exchange = new Exchange(http) { Signatures = new SignatureVerifier(TestRequest.Keys, clock, NullLogger<SignatureVerifier>.Instance) };
        await exchange.SendAsync(new ServiceDefinition(Things.Model).Handle(Things.PutThing, new Handler<PutThingRequest, PutThingResponse>((request, context) =>
        {
            (seen, read) = (context, request);
            return new PutThingResponse();
        })));
        return (exchange, seen, read);
    }

    private sealed class KnownCaller : ICallerFeature
    {
        public Principal Principal { get; } = new FunctionPrincipal("444455556666", "arn:aws:iam::444455556666:role/r", "arn");

        public string Region => "eu-west-1";
    }
}
