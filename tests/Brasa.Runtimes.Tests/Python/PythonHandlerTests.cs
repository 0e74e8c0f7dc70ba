using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.Python;

public sealed class PythonHandlerTests
{
    [Theory]
    [InlineData("lambda_function.lambda_handler", "lambda_function.py")]
    [InlineData("dir/file.lambda_handler", "dir/file.py")]
    [InlineData("pkg.mod.lambda_handler", "pkg/mod.py")]
    public async Task A_handler_is_found_wherever_its_name_says(string handler, string file)
    {
        await using var function = await Function.StartAsync(Interpreter.Python, handler, (file, """
            def lambda_handler(event, context):
                return event
            """));

        var outcome = await function.InvokeAsync("""{"a": [1, null, true, "x"]}""");

        Assert.Equal("""{"a": [1, null, true, "x"]}""", outcome.Body);
        Assert.Null(outcome.ErrorType);
    }

    [Fact]
    public async Task Init_runs_once_and_state_survives()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            print("init")
            count = 0
            def handler(event, context):
                global count
                count += 1
                return count
            """));

        Assert.Equal("1", (await function.InvokeAsync()).Body);
        Assert.Equal("2", (await function.InvokeAsync()).Body);
        Assert.Equal("init\n", await function.OutputAsync());
    }

    [Fact]
    public async Task The_import_path_starts_with_the_function_and_its_layers()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import sys
            def handler(event, context):
                return sys.path[:3]
            """));

        var outcome = await function.InvokeAsync();

        string layer = $"/opt/python/lib/python{Interpreter.Python.Version}/site-packages";
        Assert.Equal($"""["{function.Folder}", "{layer}", "/opt/python"]""", outcome.Body);
    }

    [Theory]
    [InlineData("'é\U0001F600'", "\"é\U0001F600\"")]
    [InlineData("None", "null")]
    [InlineData("(1, 2.5)", "[1, 2.5]")]
    [InlineData("'\\ud800'", "\"\\ud800\"")]
    [InlineData("[__import__('decimal').Decimal(x) for x in ('1', '2.50', '1e3')]", "[1, 2.5, 1000]")]
    [InlineData("float('nan')", "NaN")]
    public async Task Results_become_json(string result, string json)
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", $"""
            def handler(event, context):
                return {result}
            """));

        var outcome = await function.InvokeAsync();

        Assert.Equal(json, outcome.Body);
    }

    [Fact]
    public async Task An_event_of_six_megabytes_comes_back()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            def handler(event, context):
                return event
            """));
        string payload = '"' + new string('x', 6_000_000) + '"';

        Assert.Equal(payload, (await function.InvokeAsync(payload)).Body);
    }

    [Fact]
    public async Task A_response_the_server_refuses_does_not_end_the_loop()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            def handler(event, context):
                return "x" * event
            """));

        await function.InvokeAsync("7000000");

        Assert.Equal("\"x\"", (await function.InvokeAsync("1")).Body);
    }

    [Fact]
    public async Task Patching_the_standard_library_does_not_break_the_runtime()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import json, os, socket, sys, time
            def broken(*arguments, **options):
                raise RuntimeError("patched")
            json.loads = json.dumps = json.JSONEncoder.default = broken
            time.time = socket.socket.sendall = socket.socket.recv = broken
            sys.stdout = None
            def handler(event, context):
                return context.get_remaining_time_in_millis() > 0
            """));

        Assert.Equal("true", (await function.InvokeAsync()).Body);
        Assert.Equal("true", (await function.InvokeAsync()).Body);
    }

    [Fact]
    public async Task What_importing_site_gives_is_there()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import site, sys
            def handler(event, context):
                return [callable(exit), callable(help), set(filter(__import__("os").path.isdir, site.getsitepackages())) <= set(sys.path)]
            """));

        Assert.Equal("[true, true, true]", (await function.InvokeAsync()).Body);
    }

    [Fact]
    public async Task A_search_path_of_its_own_may_hold_a_sitecustomize()
    {
        var folder = Directory.CreateTempSubdirectory("brasa-path-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "sitecustomize.py"), "import builtins\nbuiltins.customized = 1\n", TestContext.Current.CancellationToken);
            await using var function = await Function.StartAsync(
                Interpreter.Python, "f.handler", new Dictionary<string, string> { ["PYTHONPATH"] = folder.FullName }, ("f.py", "def handler(event, context): return customized"));

            Assert.Equal("1", (await function.InvokeAsync()).Body);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
