using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

public sealed class PythonFunctionTests(SharedServer server) : ConformanceTest(server)
{
    [Fact]
    public async Task Every_python_that_the_server_found_runs_functions()
    {
        var found = Server.Runtimes.Where(runtime => runtime.StartsWith("python", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(found);

        foreach (var runtime in found)
        {
            var name = runtime.Replace('.', '-');
            await Lambda.CreateAsync(name, FunctionSource.Python(runtime, "import sys\ndef handler(event, context): return [event, 'python%d.%d' % sys.version_info[:2]]"));
            var invocation = (await Lambda.InvokeAsync(name, """{"k": "é"}""")).Succeeded();
            Assert.True(JsonNode.DeepEquals(new JsonArray(new JsonObject { ["k"] = "é" }, runtime), invocation.Json), invocation.Payload);
        }
    }
}
