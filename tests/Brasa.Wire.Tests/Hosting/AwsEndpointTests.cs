using System.Net;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Hosting;

public sealed class AwsEndpointTests
{
    [Fact]
    public async Task An_operation_with_no_handler_is_not_implemented()
    {
        var exchange = await new Exchange("PUT", "/2020-01-01/things/a").SendAsync(new ServiceDefinition(Things.Model));

        Assert.Equal(501, exchange.Status);
        Assert.Equal("NotImplementedException", exchange.Header("x-amzn-ErrorType"));
        Assert.Contains("PutThing", exchange.Body);
    }

    [Fact]
    public async Task A_path_that_no_service_knows_is_an_unknown_operation()
    {
        var exchange = await new Exchange("GET", "/favicon.ico").SendAsync(new ServiceDefinition(Things.Model));

        Assert.Equal(404, exchange.Status);
        Assert.Equal("UnknownOperationException", exchange.Header("x-amzn-ErrorType"));
    }

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "000000000000")]
    [InlineData("12345678901x", "000000000000")]
    public async Task The_key_names_the_account_and_the_scope_the_region(string key, string account)
    {
        var context = await ContextOf(Signed(key, "things"));

        Assert.Equal((account, "eu-west-1"), (context!.Account, context.Region));
        Assert.Equal(new AccountPrincipal(account), context.Principal);
        Assert.Equal("http://localhost:4566", context.Endpoint);
    }

    [Fact]
    public async Task An_unsigned_request_is_the_default_accounts()
    {
        var context = await ContextOf(null);

        Assert.Equal((RequestContext.DefaultAccount, RequestContext.DefaultRegion), (context!.Account, context.Region));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public async Task The_address_it_came_from_is_known_unless_it_came_from_a_sandbox(string remote, string source)
    {
        Assert.Equal(IPAddress.Parse(source), (await ContextOf(null, remote: remote))!.SourceAddress);
        var sandbox = new KnownCaller(new AccountPrincipal("111111111111"), "us-east-1");
        Assert.Null((await ContextOf(null, sandbox, remote))!.SourceAddress);
    }

    [Fact]
    public async Task What_it_says_of_its_program_and_its_page_and_which_tags_it_names_is_there_for_policies()
    {
        var authorizer = new Recorder();
        var exchange = new Exchange("PUT", "/2020-01-01/things/a?tagKeys=team&tagKeys=env", "{}") { Authorizer = authorizer };
        exchange.Http.Request.Headers.UserAgent = "aws-cli/2.1";
        exchange.Http.Request.Headers.Referer = "https://console/";
        await exchange.SendAsync(Things.PutThing, new PutThingResponse());

        Assert.Equal(("aws-cli/2.1", "https://console/"), (authorizer.Seen!.UserAgent, authorizer.Seen.Referer));
        Assert.Equal(["team", "env"], authorizer.Seen.Conditions["aws:TagKeys"]);
    }

    [Fact]
    public async Task A_request_signed_for_another_service_is_not_served() => Assert.Null(await ContextOf(Signed("AKID", "s3")));

    [Fact]
    public async Task A_connection_that_knows_its_caller_wins_over_the_signature()
    {
        var known = new KnownCaller(new FunctionPrincipal("111111111111", "arn:aws:iam::111111111111:role/r", "arn"), "ap-south-1");

        var context = await ContextOf(Signed("222222222222", "things"), known);

        Assert.Equal(("111111111111", "ap-south-1"), (context!.Account, context.Region));
        Assert.Equal(known.Principal, context.Principal);
    }

    [Fact]
    public async Task The_authorizer_is_asked_for_the_registered_action_and_resource_before_the_operation()
    {
        var authorizer = new Refusing();
        var exchange = new Exchange("PUT", "/2020-01-01/things/a") { Authorizer = authorizer };
        var service = new ServiceDefinition(Things.Model) { ResourceOf = (_, request, context) => $"arn:{context.Region}:{((PutThingRequest)request).ThingName}" }
            .Authorize(Things.PutThing, "things:WriteThing")
            .Handle(Things.PutThing, new Handler<PutThingRequest, PutThingResponse>((_, _) => throw new InvalidOperationException("reached")));

        await exchange.SendAsync(service);

        Assert.Equal(("things:WriteThing", "arn:us-east-1:a"), authorizer.Asked);
        Assert.Equal(403, exchange.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_its_operations_limit_is_refused_before_anything_else(bool hasLength)
    {
        var exchange = new Exchange("POST", "/2020-01-01/things/a/data", new byte[11]);
        exchange.Http.Request.ContentLength = hasLength ? 11 : null;
        var service = new ServiceDefinition(Things.Model)
            .Authorize(Things.Upload, "things:UploadThing")
            .LimitBody(Things.Upload, 10)
            .Handle(Things.Upload, new Handler<UploadRequest, UploadResponse>((_, _) => new UploadResponse()));

        await exchange.SendAsync(service);

        Assert.Equal(413, exchange.Status);
        Assert.Equal("RequestEntityTooLargeException", exchange.Header("x-amzn-ErrorType"));
        Assert.Equal("""{"message":"Request must be smaller than 10 bytes for the UploadThing operation"}""", exchange.Body);
    }

    [Fact]
    public async Task A_service_words_its_own_broken_bodies_and_failures()
    {
        var service = new ServiceDefinition(Things.Model)
        {
            MalformedBody = _ => new ThingBrokenException("Could not parse request body into json"),
            InternalError = () => new AwsException("ServiceException", 500, "Sorry."),
        }.Handle(Things.PutThing, new Handler<PutThingRequest, PutThingResponse>((_, _) => throw new InvalidOperationException()));

        Assert.Equal("ThingBrokenException", (await new Exchange("PUT", "/2020-01-01/things/a", "{").SendAsync(service)).Header("x-amzn-ErrorType"));
        Assert.Equal("ServiceException", (await new Exchange("PUT", "/2020-01-01/things/a").SendAsync(service)).Header("x-amzn-ErrorType"));
    }

    [Fact]
    public void An_operation_is_handled_once_and_only_by_its_service()
    {
        var handler = new Handler<UploadRequest, UploadResponse>((_, _) => new UploadResponse());
        var service = new ServiceDefinition(Things.Model).Handle(Things.Upload, handler);

        Assert.True(service.IsHandled(Things.Upload));
        Assert.Throws<ArgumentException>(() => service.Handle(Things.Upload, handler));
        Assert.Throws<ArgumentException>(() => new ServiceDefinition(Things.Model with { Operations = [] }).Handle(Things.Upload, handler));
    }

    private static string Signed(string key, string service) =>
        $"AWS4-HMAC-SHA256 Credential={key}/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=abc";

    private static async Task<RequestContext?> ContextOf(string? authorization, ICallerFeature? caller = null, string? remote = null)
    {
        RequestContext? seen = null;
        var exchange = new Exchange("PUT", "/2020-01-01/things/a");
        exchange.Http.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        exchange.Http.Request.Headers["X-Amz-Date"] = "20260101T000000Z";
        if (authorization is not null)
            exchange.Http.Request.Headers.Authorization = authorization;
        exchange.Http.Features.Set(caller);
        await exchange.SendAsync(new ServiceDefinition(Things.Model).Handle(Things.PutThing, new Handler<PutThingRequest, PutThingResponse>((_, context) =>
        {
            seen = context;
            return new PutThingResponse();
        })));
        return seen;
    }

    private sealed record KnownCaller(Principal Principal, string Region) : ICallerFeature;

    private sealed class Refusing : IAuthorizer
    {
        public (string Action, string Resource)? Asked { get; private set; }

        public void Authorize(string action, string resource, RequestContext context)
        {
            Asked = (action, resource);
            throw AwsException.AccessDenied("no");
        }
    }

    private sealed class Recorder : IAuthorizer
    {
        public RequestContext? Seen { get; private set; }

        public void Authorize(string action, string resource, RequestContext context) => Seen = context;
    }
}
