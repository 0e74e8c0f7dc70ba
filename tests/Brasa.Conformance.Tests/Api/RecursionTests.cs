using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class RecursionTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "looping";

    /// <summary>Calls itself as an SDK would, which sends the trace on, until it is refused; answers how often it ran.</summary>
    private const string Looping = """
        import json, os, urllib.error, urllib.request

        def handler(event, context):
            if event.get("left", 1_000) == 0:
                return 1
            request = urllib.request.Request(
                f"{os.environ['AWS_ENDPOINT_URL']}/2015-03-31/functions/{context.function_name}/invocations",
                data=json.dumps({"left": event.get("left", 1_000) - 1}).encode(),
                headers={"X-Amzn-Trace-Id": os.environ["_X_AMZN_TRACE_ID"]},
            )
            try:
                with urllib.request.urlopen(request) as response:
                    return 1 + json.load(response)
            except urllib.error.HTTPError as refused:
                assert refused.headers["x-amzn-ErrorType"].startswith("RecursiveInvocationException"), refused.headers["x-amzn-ErrorType"]
                return 1
        """;

    [Fact]
    public async Task A_loop_ends_after_sixteen_invocations_unless_it_is_allowed()
    {
        await Lambda.CreateAsync(Name, Python(Looping), memory: 1_769);
        Assert.Equal("Terminate", await LoopAsync());
        Assert.Equal("16", (await Lambda.InvokeAsync(Name)).Payload);

        (await Lambda.CallAsync("PutFunctionRecursionConfig", new { FunctionName = Name, RecursiveLoop = "Allow" })).Succeeded();
        Assert.Equal("Allow", await LoopAsync());
        Assert.Equal("18", (await Lambda.InvokeAsync(Name, """{"left":17}""")).Payload);
    }

    private async Task<string> LoopAsync() => (await Lambda.CallAsync("GetFunctionRecursionConfig", new { FunctionName = Name })).Succeeded().Text("RecursiveLoop");
}
