using System.Text.Json;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.Python;

public sealed class PythonContextTests
{
    private const string Handler = """
        import os
        def handler(event, context):
            fields = dict(vars(context))
            fields["remaining"] = context.get_remaining_time_in_millis()
            fields["identity"] = vars(context.identity)
            if context.client_context:
                fields["client_context"] = dict(vars(context.client_context), client=vars(context.client_context.client))
            fields["trace"] = os.environ.get("_X_AMZN_TRACE_ID")
            return fields
        """;

    [Fact]
    public async Task The_context_holds_what_the_environment_and_the_headers_say()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", Handler));

        var outcome = await function.InvokeAsync(
            "{}",
            ("Lambda-Runtime-Trace-Id", "Root=1-2-3;Parent=4;Sampled=1"),
            ("Lambda-Runtime-Aws-Tenant-Id", "blue"),
            ("Lambda-Runtime-Cognito-Identity", """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}"""),
            ("Lambda-Runtime-Client-Context", """{"client":{"app_title":"t"},"custom":{"a":1},"env":{"locale":"pt"}}"""));

        var context = JsonDocument.Parse(outcome.Body).RootElement;
        Assert.Equal("f", context.GetProperty("function_name").GetString());
        Assert.Equal("$LATEST", context.GetProperty("function_version").GetString());
        Assert.Equal("128", context.GetProperty("memory_limit_in_mb").GetString());
        Assert.Equal(Invocation.Arn, context.GetProperty("invoked_function_arn").GetString());
        Assert.Equal(outcome.RequestId, context.GetProperty("aws_request_id").GetString());
        Assert.Equal("/aws/lambda/f", context.GetProperty("log_group_name").GetString());
        Assert.Equal("2026/01/01/[$LATEST]0", context.GetProperty("log_stream_name").GetString());
        Assert.Equal("blue", context.GetProperty("tenant_id").GetString());
        Assert.Equal("i", context.GetProperty("identity").GetProperty("cognito_identity_id").GetString());
        Assert.Equal("p", context.GetProperty("identity").GetProperty("cognito_identity_pool_id").GetString());
        var client = context.GetProperty("client_context");
        Assert.Equal("t", client.GetProperty("client").GetProperty("app_title").GetString());
        Assert.Equal(1, client.GetProperty("custom").GetProperty("a").GetInt32());
        Assert.Equal("pt", client.GetProperty("env").GetProperty("locale").GetString());
        Assert.InRange(context.GetProperty("remaining").GetInt32(), 1, 60_000);
        Assert.Equal("Root=1-2-3;Parent=4;Sampled=1", context.GetProperty("trace").GetString());
    }

    [Fact]
    public async Task What_an_invocation_does_not_bring_is_none()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", Handler));
        await function.InvokeAsync("{}", ("Lambda-Runtime-Trace-Id", "Root=1-2-3"));

        var outcome = await function.InvokeAsync("{}", ("Lambda-Runtime-Deadline-Ms", "1"));

        var context = JsonDocument.Parse(outcome.Body).RootElement;
        Assert.Equal(JsonValueKind.Null, context.GetProperty("client_context").ValueKind);
        Assert.Equal(JsonValueKind.Null, context.GetProperty("identity").GetProperty("cognito_identity_id").ValueKind);
        Assert.Equal(JsonValueKind.Null, context.GetProperty("trace").ValueKind);
        Assert.Equal(0, context.GetProperty("remaining").GetInt32());
    }
}
