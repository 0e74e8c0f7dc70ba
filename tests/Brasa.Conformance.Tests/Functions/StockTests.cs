using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

/// <summary>Cold starts in sandboxes that have booted before, and those that cannot have one.</summary>
public sealed class StockTests(SharedServer server) : ConformanceTest(server)
{
    private const string Look =
        """
        import os
        def handler(event, context):
            boot = open('/proc/1/environ').read().split('\0')
            return ['BRASA_AWAIT_ASSIGNMENT=1' in boot, sorted(name for name in os.environ if name.startswith('BRASA') or name in ('GREETING', 'PYTHONHASHSEED')),
                    os.getcwd(), os.listdir('.'), os.environ.get('GREETING'), os.statvfs('/tmp').f_blocks * os.statvfs('/tmp').f_frsize >> 20]
        """;

    [Fact]
    public async Task A_function_finds_itself_in_a_sandbox_from_stock_as_in_one_of_its_own()
    {
        var invocation = await InvokeFromStockAsync(Python(Look));

        Assert.Equal("""[true,["GREETING"],"/var/task",["index.py"],"olá",""", Start(invocation));
        Assert.NotNull(invocation.Report.Init);
    }

    [Fact]
    public async Task Libraries_in_the_package_are_found_although_they_came_after_the_interpreter_had_started()
    {
        var library = Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "libz.so.1")).First(File.Exists);
        var package = Zip.Of(archive =>
        {
            Zip.Add(archive, "index.py", Encoding.UTF8.GetBytes(
                """
                import ctypes
                def handler(event, context):
                    return ['BRASA_AWAIT_ASSIGNMENT=1' in open('/proc/1/environ').read().split('\0'), bool(ctypes.CDLL('libofthefunction.so').zlibVersion)]
                """));
            Zip.Add(archive, "lib/libofthefunction.so", File.ReadAllBytes(library));
        });

        Assert.Equal("[true,true]", (await InvokeFromStockAsync(new FunctionSource(Server.Python, "index.handler", package))).Json.ToJsonString());
    }

    [Fact]
    public async Task One_whose_interpreter_has_to_boot_with_its_variables_has_its_own()
    {
        await Lambda.CreateAsync("booted", Python(Look), environment: new { GREETING = "olá", PYTHONHASHSEED = "7" });

        Assert.Equal("""[false,["GREETING","PYTHONHASHSEED"],"/var/task",["index.py"],"olá",""", Start(await Lambda.InvokeAsync("booted", "null")));
    }

    [Fact]
    public async Task A_Node_js_function_is_served_from_stock_too()
    {
        var invocation = await InvokeFromStockAsync(Node(
            """
            const boot = require('node:fs').readFileSync('/proc/1/environ', 'utf8').split('\0');
            exports.handler = async () => [boot.includes('BRASA_AWAIT_ASSIGNMENT=1'), 'BRASA_AWAIT_ASSIGNMENT' in process.env, process.cwd(), process.env.GREETING];
            """));

        Assert.Equal("""[true,false,"/var/task","olá"]""", invocation.Json.ToJsonString(Plain.Json));
    }

    [Fact]
    public async Task What_runs_is_listed_with_its_memory()
    {
        await Lambda.CreateAsync("listed", Python("def handler(event, context): return 1"));
        (await Lambda.InvokeAsync("listed", "null")).Succeeded();

        var listing = JsonNode.Parse(await Server.Http.GetStringAsync("/_brasa/environments", TestContext.Current.CancellationToken))!;

        var own = listing["environments"]!.AsArray().Single(environment => (string)environment!["function"]! == Lambda.ArnOf("listed"))!;
        Assert.InRange((long)own["memoryBytes"]!, 1 << 20, 100 << 20);
        Assert.Contains((string)own["state"]!, (string[])["Busy", "Idle", "Frozen"]);
    }

    private static string Start(Invocation invocation)
    {
        var json = invocation.Succeeded().Json.ToJsonString(Plain.Json);
        return json[..(json.LastIndexOf(',') + 1)];
    }

    /// <summary>Invokes new functions until one is served from stock: tests beside this one take from it too.</summary>
    private async Task<Invocation> InvokeFromStockAsync(FunctionSource source)
    {
        Invocation? invocation = null;
        var number = 0;
        await Eventually.TrueAsync(async () =>
        {
            var name = $"stocked-{number++}";
            await Lambda.CreateAsync(name, source, environment: new { GREETING = "olá" });
            invocation = (await Lambda.InvokeAsync(name, "null")).Succeeded();
            return (bool)invocation.Json[0]!;
        }, "No function was served from stock.");
        return invocation!;
    }
}
