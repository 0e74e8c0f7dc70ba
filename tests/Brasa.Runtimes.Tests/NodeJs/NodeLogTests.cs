using System.Text.Json;
using Brasa.Runtimes.Tests.Support;

namespace Brasa.Runtimes.Tests.NodeJs;

public sealed class NodeLogTests
{
    private const string Timestamp = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z";

    [Fact]
    public async Task Console_records_carry_time_request_id_and_level()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            console.log('init');
            exports.handler = async () => {
              console.debug('a %d', 5);
              console.warn('100%', { b: 1 });
              console.error('100% %s');
              process.stdout.write('raw\n');
            };
            """));

        var outcome = await function.InvokeAsync();

        string[] lines = (await function.OutputAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Matches($"^{Timestamp}\tundefined\tINFO\tinit$", lines[0]);
        Assert.Matches($"^{Timestamp}\t{outcome.RequestId}\tDEBUG\ta 5$", lines[1]);
        Assert.Matches($"^{Timestamp}\t{outcome.RequestId}\tWARN\t100% {{ b: 1 }}$", lines[2]);
        Assert.Matches($"^{Timestamp}\t{outcome.RequestId}\tERROR\t100% %s$", lines[3]);
        Assert.Equal("raw", lines[4]);
    }

    [Fact]
    public async Task A_record_larger_than_the_pipe_arrives_whole()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            process.stdout.write('');
            exports.handler = async () => console.log('x'.repeat(1_000_000));
            """));

        await function.InvokeAsync();

        Assert.EndsWith(new string('x', 1_000_000) + "\n", await function.OutputAsync());
    }

    [Fact]
    public async Task A_function_without_standard_output_still_answers()
    {
        await using var function = await Function.StartAsync(Interpreter.Node, "index.handler", ("index.js", """
            require('fs').closeSync(1);
            exports.handler = async () => { console.log('nowhere'); throw new TypeError('heard'); };
            """));

        Assert.Equal("TypeError", (await function.InvokeAsync()).ErrorType);
        Assert.Equal("TypeError", (await function.InvokeAsync()).ErrorType);
    }

    [Fact]
    public async Task Json_records_hold_the_documented_fields()
    {
        await using var function = await Function.StartAsync(
            Interpreter.Node,
            "index.handler",
            new Dictionary<string, string> { ["AWS_LAMBDA_LOG_FORMAT"] = "JSON", ["AWS_LAMBDA_LOG_LEVEL"] = "INFO" },
            ("index.js", """
                exports.handler = async () => {
                  console.debug('too low');
                  console.log({ order: 5 });
                  console.error('it broke:', new RangeError('far'));
                  throw new TypeError('no');
                };
                """));

        var outcome = await function.InvokeAsync();

        var records = (await function.OutputAsync()).TrimEnd('\n').Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, records.Length);
        Assert.Equal(["timestamp", "level", "requestId", "message"], records[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(5, records[0].GetProperty("message").GetProperty("order").GetInt32());
        Assert.Equal(outcome.RequestId, records[0].GetProperty("requestId").GetString());
        Assert.Equal("RangeError", records[1].GetProperty("errorType").GetString());
        Assert.Equal("far", records[1].GetProperty("errorMessage").GetString());
        Assert.Equal("TypeError", records[2].GetProperty("message").GetProperty("errorType").GetString());
    }
}
