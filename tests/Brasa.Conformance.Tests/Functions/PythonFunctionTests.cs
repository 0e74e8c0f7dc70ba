using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

public sealed class PythonFunctionTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "py";

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

    [Fact]
    public async Task The_context_tells_about_function_and_invocation()
    {
        await Lambda.CreateAsync(Name, Python("""
            def handler(event, context):
                return {
                    "name": context.function_name, "version": context.function_version, "arn": context.invoked_function_arn,
                    "memory": context.memory_limit_in_mb, "group": context.log_group_name, "stream": context.log_stream_name,
                    "client": context.client_context, "request": context.aws_request_id, "left": context.get_remaining_time_in_millis(),
                }
            """), timeout: 9, memory: 192);
        var invocation = (await Lambda.InvokeAsync(Name)).Succeeded();
        ContextShape.Check(invocation, Lambda.ArnOf(Name), Name, memory: 192, timeoutMilliseconds: 9_000);
        Assert.Null(invocation.Json["client"]);
    }

    [Fact]
    public async Task Lambda_s_environment_variables_and_the_function_s_own_are_set()
    {
        await Lambda.CreateAsync(Name, Python("import os\ndef handler(event, context): return dict(os.environ)"), new { STAGE = "têst", TZ = "Europe/Berlin" });
        var variables = (await Lambda.InvokeAsync(Name)).Succeeded().Json;

        Assert.Equal("têst", (string?)variables["STAGE"]);
        Assert.Equal("Europe/Berlin", (string?)variables["TZ"]);
        ReservedVariables.Check(variables, Name, Server.Python);
    }

    [Theory]
    [InlineData("raise ValueError('no such thing')", "ValueError", "no such thing")]
    [InlineData("return {1, 2}", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable")]
    [InlineData("return 1 / 0", "ZeroDivisionError", "division by zero")]
    public async Task A_handler_that_fails_answers_with_its_error(string code, string errorType, string message)
    {
        await Lambda.CreateAsync(Name, Python($"def handler(event, context): {code}"));
        var invocation = await Lambda.InvokeAsync(Name);

        Assert.Equal(message, invocation.FailedWith(errorType));
        Assert.Equal(200, invocation.Status);
        Assert.Equal(invocation.Report.RequestId, (string?)invocation.Json["requestId"]);
        Assert.Contains($"[ERROR] {errorType}: {message}", invocation.Log, StringComparison.Ordinal);
        Assert.Equal(("error", errorType), (invocation.Report.Status, invocation.Report.ErrorType));
    }

    [Fact]
    public async Task A_failure_s_stack_trace_shows_the_function_s_own_frames()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context):\n    fail()\ndef fail():\n    raise KeyError('k')"));
        var frames = (await Lambda.InvokeAsync(Name)).Json["stackTrace"]!.AsArray().Select(frame => (string)frame!).ToList();

        Assert.Equal(2, frames.Count);
        Assert.Contains("File \"/var/task/index.py\", line 2, in handler", frames[0], StringComparison.Ordinal);
        Assert.Contains("File \"/var/task/index.py\", line 4, in fail", frames[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_error_of_the_handler_its_environment_goes_on()
    {
        await Lambda.CreateAsync(Name, Python("calls = 0\ndef handler(event, context):\n    global calls\n    calls += 1\n    if calls == 1: raise Exception('first')\n    return calls"));
        Assert.Equal("first", (await Lambda.InvokeAsync(Name)).FailedWith("Exception"));
        Assert.Equal("2", (await Lambda.InvokeAsync(Name)).Succeeded().Payload);
    }

    [Theory]
    [InlineData("sys.exit(3)", "Runtime exited with error: exit status 3")]
    [InlineData("sys.exit(0)", "Runtime exited without providing a reason")]
    public async Task A_process_that_ends_is_told_and_replaced(string code, string message)
    {
        await Lambda.CreateAsync(Name, Python($"import os, sys\ndef handler(event, context):\n    if event: {code}\n    return 'fresh'"));
        var invocation = await Lambda.InvokeAsync(Name, "1");

        Assert.Equal($"RequestId: {invocation.Report.RequestId} Error: {message}", invocation.FailedWith("Runtime.ExitError"));
        Assert.Equal(("error", "Runtime.ExitError"), (invocation.Report.Status, invocation.Report.ErrorType));
        Assert.Equal("\"fresh\"", (await Lambda.InvokeAsync(Name, "0")).Succeeded().Payload);
    }

    [Theory]
    [InlineData("index.handler", "import no_such_module", "Runtime.ImportModuleError", "Unable to import module 'index': No module named 'no_such_module'")]
    [InlineData("index.missing", "handler = None", "Runtime.HandlerNotFound", "Handler 'missing' missing on module 'index'")]
    [InlineData("absent.handler", "handler = None", "Runtime.ImportModuleError", "Unable to import module 'absent': No module named 'absent'")]
    [InlineData("nodot", "handler = None", "Runtime.MalformedHandlerName", "Bad handler 'nodot': not enough values to unpack (expected 2, got 1)")]
    [InlineData("index.handler", "raise RuntimeError('at import')", "RuntimeError", "at import")]
    public async Task Code_that_cannot_be_loaded_fails_each_invocation(string handler, string code, string errorType, string message)
    {
        await Lambda.CreateAsync(Name, Python(code) with { Handler = handler });
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var invocation = await Lambda.InvokeAsync(Name);
            Assert.Equal(message, invocation.FailedWith(errorType));
            Assert.Contains("INIT_REPORT Init Duration: ", invocation.Log, StringComparison.Ordinal);
            Assert.Equal(("error", errorType), (invocation.Report.Status, invocation.Report.ErrorType));
        }
    }

    [Fact]
    public async Task A_syntax_error_names_its_line()
    {
        await Lambda.CreateAsync(Name, Python("x = 1\ndef handler(event, context:\n    pass"));
        var invocation = await Lambda.InvokeAsync(Name);
        Assert.StartsWith("Syntax error in module 'index': ", invocation.FailedWith("Runtime.UserCodeSyntaxError"), StringComparison.Ordinal);
        Assert.Contains("index.py\" Line 2", (string?)invocation.Json["stackTrace"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dir/file.handler", "dir/file.py")]
    [InlineData("pkg.mod.handler", "pkg/mod.py")]
    [InlineData("a.b.c.handler", "a/b/c.py")]
    public async Task A_handler_may_lie_in_a_subfolder(string handler, string file)
    {
        await Lambda.CreateAsync(Name, new FunctionSource(Server.Python, handler, Zip.Of((file, "def handler(event, context): return __name__"))));
        Assert.Equal($"\"{file[..^3].Replace('/', '.')}\"", (await Lambda.InvokeAsync(Name)).Succeeded().Payload);
    }

    [Fact]
    public async Task Code_is_compiled_when_it_is_published_and_the_package_stays_as_it_was()
    {
        // Enough of it to be worth compiling, in a package and beside it; and a file that does not compile.
        var large = string.Concat(Enumerable.Range(0, 500).Select(n => $"def function_{n}(): return {n}\n")) + "def where(): return where.__code__.co_filename\n";
        var package = Zip.Of(
            ("index.py", """
                import os
                import large, library.module
                def handler(event, context):
                    try:
                        open('/var/compiled/mine.pyc', 'w')
                        written = True
                    except OSError:
                        written = False
                    found = sorted(os.path.join(folder, name)[len('/var/compiled/'):] for folder, _, names in os.walk('/var/compiled') for name in names)
                    files = sorted(name for _, folders, names in os.walk('/var/task') for name in folders + names)
                    return [large.function_499(), large.where(), library.module.VALUE, type(large.__loader__).__name__, found, files, written]
                """),
            ("large.py", large),
            ("broken.py", "def broken(:\n"),
            ("library/__init__.py", ""),
            ("library/module.py", "VALUE = 'olá'\n"));
        await Lambda.CreateAsync("compiled", new FunctionSource(Server.Python, "index.handler", package));

        const string Expected =
            """
            [499,"/var/task/large.py","ol\u00E1","Loader",["index.pyc","large.pyc","library/__init__.pyc","library/module.pyc"],["__init__.py","broken.py","index.py","large.py","library","module.py"],false]
            """;
        Assert.Equal(Expected, (await Lambda.InvokeAsync("compiled")).Succeeded().Json.ToJsonString());
        await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "compiled", Environment = new { Variables = new { PYTHONHASHSEED = "1" } } });
        await Lambda.SettledAsync("compiled");
        Assert.Equal(Expected, (await Lambda.InvokeAsync("compiled")).Succeeded().Json.ToJsonString());
    }
}
