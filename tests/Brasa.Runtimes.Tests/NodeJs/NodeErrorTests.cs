using System.Text.Json;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.NodeJs;

public sealed class NodeErrorTests
{
    [Fact]
    public async Task An_error_is_reported_and_logged_with_the_functions_own_frames()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            exports.handler = async () => inner();
            function inner() {
              throw Object.assign(new TypeError('no é'), { code: 'E5' });
            }
            """));

        var outcome = await function.InvokeAsync();

        var error = JsonDocument.Parse(outcome.Body).RootElement;
        Assert.Equal("TypeError", outcome.ErrorType);
        Assert.Equal(["errorType", "errorMessage", "trace"], error.EnumerateObject().Select(field => field.Name));
        string[] trace = [.. error.GetProperty("trace").EnumerateArray().Select(line => line.GetString()!)];
        Assert.Equal(["TypeError: no é", $"    at inner ({function.Folder}/index.js:3:23)"], trace[..2]);
        Assert.All(trace[1..], line => Assert.Contains(function.Folder, line));
        string[] log = (await function.OutputAsync()).TrimEnd('\n').Split('\t');
        Assert.Equal($"{outcome.RequestId} ERROR Invoke Error ", string.Join(' ', log[1..4]));
        var logged = JsonDocument.Parse(log[4]).RootElement;
        Assert.Equal(["errorType", "errorMessage", "code", "stack"], logged.EnumerateObject().Select(field => field.Name));
    }

    [Theory]
    [InlineData("'text'", "string", "text")]
    [InlineData("5", "number", "5")]
    [InlineData("{ a: 1 }", "object", "[object Object]")]
    [InlineData("null", "handled", "callback called with Error argument, but there was a problem")]
    [InlineData("Object.assign(new Error('m'), { name: 'Custom' })", "Custom", "m")]
    public async Task Anything_can_be_thrown(string thrown, string type, string message)
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", $"exports.handler = async () => {{ throw {thrown}; }};"));

        var outcome = await function.InvokeAsync();

        Assert.Equal(type, outcome.ErrorType);
        Assert.StartsWith($$"""{"errorType":"{{type}}","errorMessage":"{{message}}""", outcome.Body);
    }

    [Theory]
    [InlineData("{ get a() { return 5n; } }")]
    [InlineData("circular")]
    public async Task A_result_without_json_is_an_error(string result)
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", $$"""
            const circular = {};
            circular.self = circular;
            exports.handler = async () => ({{result}});
            """));

        var outcome = await function.InvokeAsync();

        Assert.Equal("Error", outcome.ErrorType);
        Assert.StartsWith("""{"errorType":"Error","errorMessage":"Unable to stringify response body","trace":[""", outcome.Body);
    }

    [Fact]
    public async Task An_event_that_is_no_json_is_an_error_of_that_invocation_alone()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node, "index.handler", ("index.js", "exports.handler = async (event) => event;"));

        Assert.Equal("SyntaxError", (await function.InvokeAsync("{nonsense")).ErrorType);
        Assert.Equal("1", (await function.InvokeAsync("1")).Body);
    }

    [Theory]
    [InlineData("index", "Runtime.MalformedHandlerName", "Bad handler")]
    [InlineData("../index.handler", "Runtime.MalformedHandlerName", "'../index.handler' is not a valid handler name")]
    [InlineData("missing.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'missing'")]
    [InlineData("imports.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'absent'")]
    [InlineData("esm.handler", "Runtime.ImportModuleError", "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'absent'")]
    [InlineData("syntax.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ')'")]
    [InlineData("index.absent", "Runtime.HandlerNotFound", "index.absent is undefined or not exported")]
    [InlineData("index.text", "Runtime.HandlerNotFound", "index.text is not a function")]
    [InlineData("fails.handler", "TypeError", "at init")]
    [InlineData("never.handler", "Runtime.NodeJsExit", "The Lambda runtime client detected an unexpected Node.js exit code.")]
    public async Task A_function_that_cannot_be_loaded_fails_its_init(string handler, string type, string message)
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node,
            handler,
            ("index.js", "exports.text = 'x';"),
            ("imports.js", "require('absent');"),
            ("esm.mjs", "import 'absent';"),
            ("syntax.js", "exports.handler = );"),
            ("fails.js", "throw new TypeError('at init');"),
            ("never.mjs", "await new Promise(() => {});"));

        var outcome = await function.OutcomeAsync();

        Assert.Null(outcome.RequestId);
        Assert.Equal(type, outcome.ErrorType);
        Assert.StartsWith($$"""{"errorType":"{{type}}","errorMessage":"{{message}}""", outcome.Body);
        Assert.Equal(1, await function.ExitCodeAsync());
        Assert.Contains("\tundefined\tERROR\t", await function.OutputAsync());
    }
}
