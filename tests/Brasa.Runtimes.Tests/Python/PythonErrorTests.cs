using System.Text.Json;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.Python;

public sealed class PythonErrorTests
{
    [Fact]
    public async Task An_exception_is_reported_and_logged_with_the_functions_own_frames()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            def handler(event, context):
                inner()

            def inner():
                raise ValueError("no é")
            """));

        var outcome = await function.InvokeAsync();

        var error = JsonDocument.Parse(outcome.Body).RootElement;
        Assert.Equal("ValueError", outcome.ErrorType);
        Assert.Equal(["errorMessage", "errorType", "requestId", "stackTrace"], error.EnumerateObject().Select(field => field.Name));
        Assert.Equal("no é", error.GetProperty("errorMessage").GetString());
        Assert.Equal("ValueError", error.GetProperty("errorType").GetString());
        Assert.Equal(outcome.RequestId, error.GetProperty("requestId").GetString());
        string[] frames = [.. error.GetProperty("stackTrace").EnumerateArray().Select(frame => frame.GetString()!)];
        Assert.Equal(2, frames.Length);
        Assert.StartsWith($"  File \"{function.Folder}/f.py\", line 2, in handler\n    inner()\n", frames[0]);
        Assert.StartsWith($"  File \"{function.Folder}/f.py\", line 5, in inner\n    raise ValueError(\"no é\")\n", frames[1]);
        string expected = $"[ERROR] ValueError: no é\nTraceback (most recent call last):\n{string.Concat(frames)}";
        Assert.Equal(expected, await function.OutputAsync());
    }

    [Theory]
    [InlineData("object()", "Object of type object is not JSON serializable")]
    [InlineData("{1}", "Object of type set is not JSON serializable")]
    [InlineData("circular", "Circular reference detected")]
    [InlineData("coroutine()", "Object of type coroutine is not JSON serializable")]
    public async Task A_result_without_json_is_a_marshal_error(string result, string reason)
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", $"""
            circular = []
            circular.append(circular)
            async def coroutine():
                pass
            def handler(event, context):
                return {result}
            """));

        var outcome = await function.InvokeAsync();

        Assert.Equal("Runtime.MarshalError", outcome.ErrorType);
        Assert.Equal($"Unable to marshal response: {reason}", MessageOf(outcome));
    }

    [Theory]
    [InlineData("f", "Runtime.MalformedHandlerName", "Bad handler 'f': not enough values to unpack (expected 2, got 1)")]
    [InlineData("missing.handler", "Runtime.ImportModuleError", "Unable to import module 'missing': No module named 'missing'")]
    [InlineData("imports.handler", "Runtime.ImportModuleError", "Unable to import module 'imports': No module named 'absent'")]
    [InlineData("f.absent", "Runtime.HandlerNotFound", "Handler 'absent' missing on module 'f'")]
    [InlineData("sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module")]
    [InlineData("fails.handler", "ZeroDivisionError", "division by zero")]
    public async Task A_function_that_cannot_be_loaded_fails_its_init(string handler, string type, string message)
    {
        await using var function = await Function.StartAsync(
            Interpreter.Python, handler, ("f.py", "x = 1"), ("imports.py", "import absent"), ("fails.py", "1 / 0"));

        var outcome = await function.OutcomeAsync();

        Assert.Null(outcome.RequestId);
        Assert.Equal(type, outcome.ErrorType);
        Assert.Equal(message, MessageOf(outcome));
        Assert.Equal(1, await function.ExitCodeAsync());
        Assert.StartsWith($"[ERROR] {type}: {message}\nTraceback (most recent call last):\n", await function.OutputAsync());
    }

    [Fact]
    public async Task A_syntax_error_names_its_place()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", "def handler(:\n    pass\n"));

        var outcome = await function.OutcomeAsync();

        Assert.Equal("Runtime.UserCodeSyntaxError", outcome.ErrorType);
        Assert.StartsWith("Syntax error in module 'f': invalid syntax (f.py, line 1)", MessageOf(outcome));
        string place = JsonDocument.Parse(outcome.Body).RootElement.GetProperty("stackTrace")[0].GetString()!;
        Assert.Equal($"  File \"{function.Folder}/f.py\" Line 1\n    def handler(:\n", place);
    }

    [Fact]
    public async Task An_event_that_is_no_json_is_an_error_of_that_invocation_alone()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            def handler(event, context):
                return event
            """));

        var outcome = await function.InvokeAsync("{nonsense");

        Assert.Equal("Runtime.UnmarshalError", outcome.ErrorType);
        Assert.StartsWith("Unable to unmarshal input: ", MessageOf(outcome));
        Assert.Equal("1", (await function.InvokeAsync("1")).Body);
    }

    [Fact]
    public async Task An_exception_that_cannot_be_printed_is_still_reported()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            class Évil(Exception):
                def __str__(self):
                    raise RuntimeError("no text")
            def handler(event, context):
                raise Évil()
            """));

        var outcome = await function.InvokeAsync();

        Assert.Equal("?vil", outcome.ErrorType);
        Assert.Equal("<unprintable Évil object>", MessageOf(outcome));
    }

    private static string? MessageOf(Outcome outcome) =>
        JsonDocument.Parse(outcome.Body).RootElement.GetProperty("errorMessage").GetString();
}
