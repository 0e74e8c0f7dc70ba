using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Isolation;

/// <summary>What a function may do through <c>AWS_ENDPOINT_URL</c>, as its execution role, with whatever it signs.</summary>
public sealed class SandboxEndpointTests(SharedServer server) : ConformanceTest(server)
{
    private const string Caller = """
        import json, os, urllib.error, urllib.request

        def handler(event, context):
            request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + event["path"], method=event["method"],
                data=event.get("body", "").encode() or None, headers=event.get("headers", {}))
            try:
                with urllib.request.urlopen(request) as response:
                    return [response.status, response.read().decode()]
            except urllib.error.HTTPError as error:
                return [error.code, error.headers["x-amzn-ErrorType"], json.loads(error.read())]
        """;

    [Fact]
    public async Task It_may_invoke_another_function_of_its_account()
    {
        await CreateCallerAsync();
        await Lambda.CreateAsync("callee", Python("def handler(event, context): return {'got': event}"));
        Assert.Equal(
            """[200,"{\"got\": {\"k\": 1}}"]""",
            await CallAsync("""{"method": "POST", "path": "/2015-03-31/functions/callee/invocations", "body": "{\"k\": 1}"}"""));
    }

    [Fact]
    public async Task It_acts_in_its_own_account_whatever_it_signs_with()
    {
        await CreateCallerAsync();
        await Lambda.CreateAsync("callee", Python("def handler(event, context): return 'own'"));
        var foreign = $"AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}";
        Assert.Equal(
            """[200,"\"own\""]""",
            await CallAsync($$"""{"method": "POST", "path": "/2015-03-31/functions/callee/invocations", "body": "{}", "headers": {"X-Amz-Date": "20260101T000000Z", "Authorization": "{{foreign}}"} }"""));
    }

    [Theory]
    [InlineData("GET", "/2015-03-31/functions/caller", "", "lambda:GetFunction", "function:caller", "identity")]
    [InlineData("GET", "/2015-03-31/functions", "", "lambda:ListFunctions", null, "identity")]
    [InlineData("DELETE", "/2015-03-31/functions/caller", "", "lambda:DeleteFunction", "function:caller", "identity")]
    [InlineData("POST", "/2015-03-31/functions", """{\"FunctionName\": \"more\", \"Role\": \"arn:aws:iam::111111111111:role/r\", \"Code\": {}}""", "lambda:CreateFunction", "function:more", "identity")]
    [InlineData("POST", "/2015-03-31/functions/111111111111:callee/invocations", "{}", "lambda:InvokeFunction", "", "resource")]
    public async Task It_may_do_nothing_else(string method, string path, string body, string action, string? resource, string policy)
    {
        await CreateCallerAsync();
        var answer = await CallAsync($$"""{"method": "{{method}}", "path": "{{path}}", "body": "{{body}}"}""");

        var arn = resource switch
        {
            null => "*",
            "" => "arn:aws:lambda:us-east-1:111111111111:function:callee",
            _ => $"arn:aws:lambda:us-east-1:{Lambda.Account}:{resource}",
        };
        Assert.StartsWith("""[403,"AccessDeniedException",{""", answer, StringComparison.Ordinal);
        Assert.Contains(
            $"\"User: {Lambda.Role} is not authorized to perform: {action} on resource: {arn} because no {policy}-based policy allows the {action} action\"",
            answer, StringComparison.Ordinal);
        Assert.Equal(["caller"], await Lambda.ListAsync());
    }

    private Task CreateCallerAsync() => Lambda.CreateAsync("caller", Python(Caller));

    private async Task<string> CallAsync(string request) => (await Lambda.InvokeAsync("caller", request)).Succeeded().Json.ToJsonString(Plain.Json);
}
