using Brasa.Core.Errors;
using Brasa.Core.Operations;
using Brasa.Wire.Hosting;
using Brasa.Wire.Tests.Samples;

namespace Brasa.Wire.Tests.Protocols.AwsJson;

public sealed class AwsJsonProtocolTests
{
    private const string Prefix = "Winds_20200101.";

    [Fact]
    public async Task The_target_header_names_the_operation_and_the_body_is_its_input()
    {
        Wind? seen = null;
        var exchange = await SendAsync("PutWind", """{"name":"Ora","since":1.5,"knots":[1,null,2],"more":{"x":[]}}""", wind => seen = wind);

        Assert.Equal(("Ora", DateTimeOffset.UnixEpoch.AddMilliseconds(1500)), (seen!.Name, seen.Since));
        Assert.Equal([1, 2], seen.Knots!);
        Assert.Equal((200, "application/x-amz-json-1.1"), (exchange.Status, exchange.Http.Response.ContentType));
        Assert.Equal("""{"name":"Ora","since":1.5,"knots":[1,2]}""", exchange.Body);
        Assert.NotEmpty(exchange.Header("x-amzn-RequestId"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task An_empty_body_is_an_empty_document(string body) => Assert.Equal("{}", (await SendAsync("PutWind", body, wind => wind)).Body);

    [Fact]
    public async Task An_operation_without_output_answers_with_nothing()
    {
        var exchange = await SendAsync("DropWind", "{}", wind => wind);

        Assert.Equal((200, "application/x-amz-json-1.1", ""), (exchange.Status, exchange.Http.Response.ContentType, exchange.Body));
    }

    [Fact]
    public async Task The_version_of_the_json_is_the_model_s()
    {
        var service = new ServiceDefinition(Winds.Model with { JsonVersion = "1.0" }).Handle(Winds.PutWind, new Handler<Wind, Wind>((wind, _) => wind));

        Assert.Equal("application/x-amz-json-1.0", (await Ask("PutWind", "{}").SendAsync(service)).Http.Response.ContentType);
    }

    [Fact]
    public async Task An_error_is_its_code_its_message_and_its_members()
    {
        var modelled = await SendAsync("PutWind", "{}", _ => throw new CalmException("No \"wind\".") { Hours = 3 });
        var other = await SendAsync("PutWind", "{}", _ => throw AwsException.AccessDenied("No."));

        Assert.Equal((400, """{"__type":"CalmException","message":"No \"wind\".","hours":3}"""), (modelled.Status, modelled.Body));
        Assert.Equal((400, """{"__type":"AccessDeniedException","message":"No."}"""), (other.Status, other.Body));
    }

    [Theory]
    [InlineData("PutWind", "{", 400, "SerializationException")]
    [InlineData("PutWind", "[]", 400, "SerializationException")]
    [InlineData("PutWind", """{"knots":["x"]}""", 400, "SerializationException")]
    [InlineData("PutWind", """{"name":"Tramontana"}""", 400, "ValidationException")]
    [InlineData("Listen", "{}", 501, "NotImplementedException")]
    [InlineData("BlowWind", "{}", 400, "UnknownOperationException")]
    public async Task What_cannot_be_served_is_refused(string operation, string body, int status, string code)
    {
        var exchange = await SendAsync(operation, body, wind => wind);

        Assert.Equal(status, exchange.Status);
        Assert.StartsWith($$"""{"__type":"{{code}}","message":""", exchange.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_words_what_breaks_its_model()
    {
        var service = new ServiceDefinition(Winds.Model) { InvalidRequest = message => new CalmException(message) }
            .Handle(Winds.PutWind, new Handler<Wind, Wind>((wind, _) => wind));

        var exchange = await Ask("PutWind", """{"name":"Tramontana"}""").SendAsync(service);

        Assert.StartsWith("""{"__type":"CalmException","message":"1 validation error detected: Value 'Tramontana' at 'name'""", exchange.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_not_signed_is_for_the_service_its_target_names()
    {
        var exchange = Ask("PutWind", "{}");
        exchange.Http.Request.Headers.Remove("Authorization");

        await exchange.SendAsync(new ServiceDefinition(Things.Model), Service(wind => wind));

        Assert.Equal(200, exchange.Status);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("POST", "/other")]
    public async Task Only_a_post_to_the_root_is_an_operation(string method, string path)
    {
        var exchange = Ask("PutWind", "{}", method, path);

        Assert.Contains("UnknownOperationException", (await exchange.SendAsync(Service(wind => wind))).Body, StringComparison.Ordinal);
    }

    private static Task<Exchange> SendAsync(string operation, string body, Func<Wind, Wind> answer) => Ask(operation, body).SendAsync(Service(answer));

    private static ServiceDefinition Service(Func<Wind, Wind> answer) => new ServiceDefinition(Winds.Model)
        .Handle(Winds.PutWind, new Handler<Wind, Wind>((request, _) => answer(request)))
        .Handle(Winds.DropWind, new Handler<Wind, NoOutput>((_, _) => NoOutput.Value));

    private static Exchange Ask(string operation, string body, string method = "POST", string path = "/")
    {
        var exchange = new Exchange(method, path, body);
        exchange.Http.Request.Headers["X-Amz-Target"] = Prefix + operation;
        exchange.Http.Request.Headers["X-Amz-Date"] = "20240101T000000Z";
        exchange.Http.Request.Headers.Authorization = "AWS4-HMAC-SHA256 Credential=AKID/20240101/us-east-1/winds/aws4_request, SignedHeaders=host, Signature=0";
        return exchange;
    }
}
