using System.Text.Json;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.Python;

public sealed class PythonLogTests
{
    private const string Timestamp = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z";

    [Fact]
    public async Task Log_records_carry_level_time_and_request_id()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import logging
            logging.basicConfig(format="ignored: there is a handler already")
            logging.warning("init")
            def handler(event, context):
                logging.getLogger("a.b").error("invoke %d", 5)
                logging.info("under the default level")
            """));

        var outcome = await function.InvokeAsync();

        string[] lines = (await function.OutputAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches($"^\\[WARNING\\]\t{Timestamp}\tNone\tinit$", lines[0]);
        Assert.Matches($"^\\[ERROR\\]\t{Timestamp}\t{outcome.RequestId}\tinvoke 5$", lines[1]);
    }

    [Fact]
    public async Task Printed_text_is_raw_and_never_fails()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import sys
            def handler(event, context):
                print("a", "é", sep="|")
                print("\ud800 lone")
                sys.stdout.write("no end of line")
            """));

        await function.InvokeAsync();

        Assert.Equal("a|é\n\\ud800 lone\nno end of line", await function.OutputAsync());
    }

    [Fact]
    public async Task A_function_without_standard_output_still_answers()
    {
        await using var function = await Function.StartAsync(Interpreter.Python, "f.handler", ("f.py", """
            import logging, sys
            sys.stdout.close()
            def handler(event, context):
                logging.error("nowhere")
                raise ValueError("heard")
            """));

        Assert.Equal("ValueError", (await function.InvokeAsync()).ErrorType);
        Assert.Equal("ValueError", (await function.InvokeAsync()).ErrorType);
    }

    [Fact]
    public async Task A_file_named_logging_does_not_take_the_place_of_the_standard_library()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Python,
            "f.handler",
            ("logging.py", "raise RuntimeError('found the wrong one')"),
            ("f.py", """
                import logging, inspect
                inspect.getsource(logging.Logger)
                def handler(event, context):
                    return len(logging.getLogger().handlers)
                """));

        Assert.Equal("1", (await function.InvokeAsync()).Body);
    }

    [Fact]
    public async Task Json_records_hold_the_documented_fields()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Python,
            "f.handler",
            new Dictionary<string, string> { ["AWS_LAMBDA_LOG_FORMAT"] = "JSON", ["AWS_LAMBDA_LOG_LEVEL"] = "INFO" },
            ("f.py", """
                import logging
                def handler(event, context):
                    logging.debug("too low")
                    logging.info("a\nb", extra={"order": 5})
                    try:
                        1 / 0
                    except ZeroDivisionError:
                        logging.exception("caught")
                    raise KeyError("k")
                """));

        var outcome = await function.InvokeAsync();

        var records = (await function.OutputAsync()).TrimEnd('\n').Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, records.Length);
        Assert.Equal(
            ["timestamp", "level", "message", "logger", "requestId", "order"],
            records[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal("a\nb", records[0].GetProperty("message").GetString());
        Assert.Equal(outcome.RequestId, records[0].GetProperty("requestId").GetString());
        Assert.Equal("ZeroDivisionError", records[1].GetProperty("errorType").GetString());
        Assert.Equal("division by zero", records[1].GetProperty("errorMessage").GetString());
        Assert.Equal($"{function.Folder}/f.py:handler:8", records[1].GetProperty("location").GetString());
        Assert.Equal("KeyError", records[2].GetProperty("errorType").GetString());
        Assert.Equal("ERROR", records[2].GetProperty("log_level").GetString());
    }
}
