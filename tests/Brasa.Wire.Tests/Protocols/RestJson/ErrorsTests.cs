using Brasa.Core.Errors;
using Brasa.Wire.Hosting;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Protocols.RestJson;

public sealed class ErrorsTests
{
    [Fact]
    public async Task A_modelled_error_puts_its_members_where_the_model_says()
    {
        var exchange = await Fail(new ThingBrokenException("It broke.") { RetryAfterSeconds = "5" });

        Assert.Equal(409, exchange.Status);
        Assert.Equal("ThingBrokenException", exchange.Header("x-amzn-ErrorType"));
        Assert.Equal("5", exchange.Header("Retry-After"));
        Assert.Equal("application/json", exchange.Http.Response.ContentType);
        Assert.Equal("""{"Type":"User","Message":"It broke."}""", exchange.Body);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", exchange.Header("x-amzn-RequestId"));
    }

    [Fact]
    public async Task An_unmodelled_error_has_a_message_only()
    {
        var exchange = await Fail(AwsException.AccessDenied("No."));

        Assert.Equal(403, exchange.Status);
        Assert.Equal("""{"message":"No."}""", exchange.Body);
    }

    [Fact]
    public async Task A_failure_tells_the_caller_nothing()
    {
        var exchange = await Fail(new InvalidOperationException("inner text"));

        Assert.Equal(500, exchange.Status);
        Assert.DoesNotContain("inner text", exchange.Body);
        Assert.NotEmpty(exchange.Header("x-amzn-RequestId"));
    }

    [Fact]
    public async Task Headers_set_before_a_failure_are_not_sent()
    {
        var exchange = new Exchange("PUT", "/2020-01-01/things/a");
        await exchange.SendAsync(new ServiceDefinition(Things.Model).Handle(Things.PutThing, new Handler<PutThingRequest, PutThingResponse>((_, _) =>
        {
            exchange.Http.Response.Headers["X-Revision"] = "7";
            throw new ThingBrokenException("no");
        })));

        Assert.Empty(exchange.Header("X-Revision"));
    }

    private static Task<Exchange> Fail(Exception failure) =>
        new Exchange("PUT", "/2020-01-01/things/a").SendAsync(
            new ServiceDefinition(Things.Model).Handle(Things.PutThing, new Handler<PutThingRequest, PutThingResponse>((_, _) => throw failure)));
}
