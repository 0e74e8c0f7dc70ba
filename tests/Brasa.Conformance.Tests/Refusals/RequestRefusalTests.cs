using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Refusals;

/// <summary>Requests that no SDK sends, and what is on the wire when one is refused.</summary>
public sealed class RequestRefusalTests(SharedServer server) : ConformanceTest(server)
{
    [Theory]
    [InlineData("GET", "/2015-03-31/functions/none", null, 404, "ResourceNotFoundException")]
    [InlineData("POST", "/2015-03-31/functions", "{", 400, "InvalidRequestContentException")]
    [InlineData("POST", "/2015-03-31/functions", "[]", 400, "SerializationException")]
    [InlineData("POST", "/2015-03-31/functions", """{"FunctionName": 1}""", 400, "SerializationException")]
    [InlineData("GET", "/2015-03-31/nothing/here", null, 404, "UnknownOperationException")]
    [InlineData("PATCH", "/2015-03-31/functions/none", null, 404, "UnknownOperationException")]
    [InlineData("GET", "/2025-11-30/capacity-providers", null, 501, "NotImplementedException")]
    public async Task Every_refusal_carries_its_code_a_message_and_a_request_id(string method, string path, string? body, int status, string code)
    {
        using var response = await SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((status, code), ((int)response.StatusCode, Header(response, "x-amzn-ErrorType")));
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", Header(response, "x-amzn-RequestId"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonNode.Parse(text)!.AsObject();
        Assert.False(string.IsNullOrEmpty((string?)(error["Message"] ?? error["message"])), text);
    }

    [Fact]
    public async Task An_operation_that_is_not_served_is_named() =>
        (await Lambda.CallAsync("ListLayers", new { })).IsRefused(501, "NotImplementedException", "lambda:ListLayers is not implemented.");

    [Fact]
    public async Task A_successful_answer_has_a_request_id_of_its_own()
    {
        var first = (await Lambda.CallAsync("ListFunctions", new { })).Succeeded().Header("x-amzn-requestid");
        var second = (await Lambda.CallAsync("ListFunctions", new { })).Succeeded().Header("x-amzn-requestid");
        Assert.NotNull(first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task The_request_id_is_the_invocation_s()
    {
        await Lambda.CreateAsync("told", Python("def handler(event, context): return context.aws_request_id"));
        var answer = (await Lambda.CallAsync("Invoke", new { FunctionName = "told" })).Succeeded();
        Assert.Equal($"\"{answer.Header("x-amzn-requestid")}\"", answer.Utf8("Payload"));
    }

    [Fact]
    public async Task A_page_from_elsewhere_is_kept_out()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/2015-03-31/functions");
        request.Headers.Add("Origin", "https://example.com");
        using var response = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData(52_428_801, "Zipped size must be smaller than 52428800 bytes")]
    [InlineData(52_625_412, "Request must be smaller than 70167211 bytes for the CreateFunction operation")]
    public async Task A_package_that_is_too_large_is_refused(int bytes, string message)
    {
        var zip = Convert.ToBase64String(new byte[bytes]);
        var body = $$"""{"FunctionName":"large","Role":"{{Lambda.Role}}","Runtime":"{{Server.Python}}","Handler":"index.handler","Code":{"ZipFile":"{{zip}}"} }""";
        using var response = await SendAsync("POST", "/2015-03-31/functions", body);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal((413, "RequestEntityTooLargeException"), ((int)response.StatusCode, Header(response, "x-amzn-ErrorType")));
        Assert.Equal(message, (string?)error["message"]);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
