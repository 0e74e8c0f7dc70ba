using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.NodeJs;

public sealed class NodeHandlerTests
{
    private const string CommonJs = "exports.handler = async (event) => event; exports.deep = { er: exports.handler };";
    private const string EsModule = "await null; export const handler = async (event) => event; export default { deep: { er: handler } };";

    [Theory]
    [InlineData("index.handler", "index.js", CommonJs)]
    [InlineData("index.handler", "index.cjs", CommonJs)]
    [InlineData("index.handler", "index.mjs", EsModule)]
    [InlineData("index.deep.er", "index.js", CommonJs)]
    [InlineData("index.deep.er", "index.mjs", EsModule)]
    [InlineData("dir/index.handler", "dir/index.js", CommonJs)]
    [InlineData("layered.handler", "node_modules/layered/index.js", CommonJs)]
    public async Task A_handler_is_found_wherever_its_name_says(string handler, string file, string text)
    {
        await using var function = await Function.StartAsync(Interpreter.Node, handler, (file, text));

        var outcome = await function.InvokeAsync("""{"a": [1, null, true, "é"]}""");

        Assert.Equal("""{"a":[1,null,true,"é"]}""", outcome.Body);
        Assert.Null(outcome.ErrorType);
    }

    [Fact]
    public async Task A_package_of_type_module_is_imported()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "src/index.handler", ("package.json", """{"type":"module"}"""), ("src/index.js", EsModule));

        Assert.Equal("1", (await function.InvokeAsync("1")).Body);
    }

    [Fact]
    public async Task Init_runs_once_and_state_survives()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            process.stdout.write('init\n');
            let count = 0;
            exports.handler = async () => ++count;
            """));

        Assert.Equal("1", (await function.InvokeAsync()).Body);
        Assert.Equal("2", (await function.InvokeAsync()).Body);
        Assert.Equal("init\n", await function.OutputAsync());
    }

    [Fact]
    public async Task Layers_are_where_require_looks()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            exports.handler = async () => require.resolve.paths('any').filter((path) => path.startsWith('/opt/'));
            """));

        var outcome = await function.InvokeAsync();

        Assert.Equal($"""["/opt/nodejs/node{Interpreter.Node.Version.Major}/node_modules","/opt/nodejs/node_modules"]""", outcome.Body);
    }

    [Theory]
    [InlineData("async () => undefined", "null")]
    [InlineData("async () => '\\ud800'", "\"\\ud800\"")]
    [InlineData("() => Promise.resolve(1)", "1")]
    [InlineData("() => ({ then(resolve) { resolve(2); } })", "2")]
    [InlineData("() => 3", "3")]
    [InlineData("() => {}", "null")]
    public async Task Results_become_json(string handler, string json)
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", $"exports.handler = {handler};"));

        Assert.Equal(json, (await function.InvokeAsync()).Body);
    }

    [Fact]
    public async Task An_event_of_six_megabytes_comes_back()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", CommonJs));
        string payload = '"' + new string('x', 6_000_000) + '"';

        Assert.Equal(payload, (await function.InvokeAsync(payload)).Body);
    }

    [Fact]
    public async Task A_response_the_server_refuses_does_not_end_the_loop()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", "exports.handler = async (event) => 'x'.repeat(event);"));

        await function.InvokeAsync("7000000");

        Assert.Equal("\"x\"", (await function.InvokeAsync("1")).Body);
    }

    [Fact]
    public async Task Patching_globals_does_not_break_the_runtime()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            const broken = () => { throw new Error('patched'); };
            JSON.parse = JSON.stringify = Date.now = broken;
            process.exit = Promise.resolve = Promise.prototype.finally = broken;
            globalThis.Date = globalThis.Promise = globalThis.console = undefined;
            exports.handler = async (event, context) => context.getRemainingTimeInMillis() > 0;
            """));

        Assert.Equal("true", (await function.InvokeAsync()).Body);
        Assert.Equal("true", (await function.InvokeAsync()).Body);
    }
}
