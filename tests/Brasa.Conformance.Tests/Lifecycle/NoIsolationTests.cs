using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>A server with <c>--isolation none</c>: what machines get that cannot isolate.</summary>
public sealed class NoIsolationTests : IDisposable
{
    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Functions_run_as_plain_processes_and_end_with_the_server()
    {
        await using var server = await ServerProcess.StartAsync(data.Path, "--isolation", "none");
        var health = await Health.OfAsync(server);
        Assert.Equal(("none", "host"), (health.Isolation, health.Network));
        Assert.Contains("isolation  OFF", server.Output, StringComparison.Ordinal);

        await using (var sdk = SdkDriver.Boto3(server.Address))
        {
            var lambda = new Lambda(sdk, "123456789012");
            var python = health.Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
            var node = health.Runtimes.First(runtime => runtime.StartsWith("nodejs", StringComparison.Ordinal));
            await lambda.CreateAsync("py", FunctionSource.Python(python, "def handler(event, context): return ['hello', event]"));
            await lambda.CreateAsync("js", FunctionSource.Node(node, "exports.handler = async (event) => ['hello', event];"));

            Assert.Equal("""["hello",1]""", (await lambda.InvokeAsync("py", "1")).Succeeded().Json.ToJsonString());
            Assert.Equal("""["hello",1]""", (await lambda.InvokeAsync("js", "1")).Succeeded().Json.ToJsonString());
        }

        var footprint = Footprint.Of(server, data.Path);
        Assert.True(footprint.Processes.Count >= 2, "The functions' processes are not the server's.");
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Empty(footprint.Remaining());
    }
}
