using System.Text.Json;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.NodeJs;

public sealed class NodeContextTests
{
    private const string Handler = """
        exports.handler = async (event, context) => ({
          ...context, remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID,
        });
        """;

    [Fact]
    public async Task The_context_holds_what_the_environment_and_the_headers_say()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", Handler));

        var outcome = await function.InvokeAsync(
            "{}",
            ("Lambda-Runtime-Trace-Id", "Root=1-2-3;Parent=4;Sampled=1"),
            ("Lambda-Runtime-Aws-Tenant-Id", "blue"),
            ("Lambda-Runtime-Cognito-Identity", """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}"""),
            ("Lambda-Runtime-Client-Context", """{"client":{"app_title":"t"},"custom":{"a":1}}"""));

        var context = JsonDocument.Parse(outcome.Body).RootElement;
        Assert.Equal("f", context.GetProperty("functionName").GetString());
        Assert.Equal("$LATEST", context.GetProperty("functionVersion").GetString());
        Assert.Equal("128", context.GetProperty("memoryLimitInMB").GetString());
        Assert.Equal(Invocation.Arn, context.GetProperty("invokedFunctionArn").GetString());
        Assert.Equal(outcome.RequestId, context.GetProperty("awsRequestId").GetString());
        Assert.Equal("/aws/lambda/f", context.GetProperty("logGroupName").GetString());
        Assert.Equal("2026/01/01/[$LATEST]0", context.GetProperty("logStreamName").GetString());
        Assert.Equal("blue", context.GetProperty("tenantId").GetString());
        Assert.Equal("i", context.GetProperty("identity").GetProperty("cognitoIdentityId").GetString());
        Assert.Equal("t", context.GetProperty("clientContext").GetProperty("client").GetProperty("app_title").GetString());
        Assert.True(context.GetProperty("callbackWaitsForEmptyEventLoop").GetBoolean());
        Assert.InRange(context.GetProperty("remaining").GetInt32(), 1, 60_000);
        Assert.Equal("Root=1-2-3;Parent=4;Sampled=1", context.GetProperty("trace").GetString());
    }

    [Fact]
    public async Task What_an_invocation_does_not_bring_is_undefined()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", Handler));
        await function.InvokeAsync("{}", ("Lambda-Runtime-Trace-Id", "Root=1-2-3"));

        var outcome = await function.InvokeAsync("{}", ("Lambda-Runtime-Deadline-Ms", "1"));

        var context = JsonDocument.Parse(outcome.Body).RootElement;
        Assert.False(context.TryGetProperty("clientContext", out _));
        Assert.False(context.TryGetProperty("identity", out _));
        Assert.False(context.TryGetProperty("trace", out _));
        Assert.Equal(0, context.GetProperty("remaining").GetInt32());
    }
}
