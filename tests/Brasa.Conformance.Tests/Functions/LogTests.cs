using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

/// <summary>The log tail that a caller gets.</summary>
public sealed class LogTests(SharedServer server) : ConformanceTest(server)
{
    private const int TailBytes = 4 * 1024;
    private const string Name = "logs";

    [Fact]
    public async Task Platform_lines_frame_the_function_s_own()
    {
        await Lambda.CreateAsync(Name, Python("import sys\nprint('loading')\ndef handler(event, context):\n    print('out')\n    print('err', file=sys.stderr, flush=True)"));
        var cold = (await Lambda.InvokeAsync(Name)).Succeeded();
        var id = cold.Report.RequestId;

        Assert.Equal($"START RequestId: {id} Version: $LATEST", cold.LogLines[0]);
        Assert.Equal(["err", "out"], cold.LogLines.Skip(1).Take(2).Order());
        Assert.Equal($"END RequestId: {id}", cold.LogLines[3]);
        Assert.Equal(5, cold.LogLines.Count);
        Assert.EndsWith("\t\n", cold.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_bills_the_sum_of_duration_and_initialization()
    {
        await Lambda.CreateAsync(Name, Python("import time\ntime.sleep(0.05)\ndef handler(event, context): time.sleep(0.02)"));
        var cold = (await Lambda.InvokeAsync(Name)).Succeeded().Report;
        var warm = (await Lambda.InvokeAsync(Name)).Succeeded().Report;

        Assert.True(cold.Init >= 50 && cold.Duration >= 20, $"{cold}");
        Assert.Equal((long)Math.Ceiling(cold.Duration + cold.Init!.Value), cold.Billed);
        Assert.Null(warm.Init);
        Assert.Equal((long)Math.Ceiling(warm.Duration), warm.Billed);
    }

    [Fact]
    public async Task Only_the_last_4_KB_are_returned()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context):\n    for number in range(1000): print(f'line {number}')"));
        var invocation = (await Lambda.InvokeAsync(Name)).Succeeded();

        Assert.Equal(TailBytes, Encoding.UTF8.GetByteCount(invocation.Log));
        Assert.Equal("line 999", invocation.LogLines[^3]);
        Assert.Equal(invocation.Report.RequestId, invocation.LogLines[^2]["END RequestId: ".Length..]);
    }

    [Theory]
    [InlineData("sys.stdout.write('no end')")]
    [InlineData("os.write(1, b'no end')")]
    public async Task What_is_printed_without_a_line_end_is_a_line(string code)
    {
        await Lambda.CreateAsync(Name, Python($"import os, sys\ndef handler(event, context): {code}"));
        for (var call = 0; call < 2; call++) Assert.Equal("no end", (await Lambda.InvokeAsync(Name)).Succeeded().LogLines[1]);
    }

    [Fact]
    public async Task An_invocation_s_log_holds_nothing_of_another()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): print(event)"));
        await Lambda.InvokeAsync(Name, "\"one\"");
        var second = (await Lambda.InvokeAsync(Name, "\"two\"")).Succeeded();
        Assert.Equal("two", second.LogLines[1]);
        Assert.DoesNotContain("one", second.LogLines);
    }

    [Fact]
    public async Task A_new_environment_says_which_runtime_it_is_to_its_stream_and_to_nobody_s_tail()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): print('out')"));
        var cold = (await Lambda.InvokeAsync(Name)).Succeeded();
        var log = new FunctionLog(Lambda, Name);
        await log.ContainAsync(cold.LogLines[^1]);
        var lines = await log.LinesAsync();

        Assert.Matches(@"^INIT_START Runtime Version: python:3\.[0-9.]+\tRuntime Version ARN: arn:aws:lambda:[a-z0-9-]+::runtime:[0-9a-f]{64}$", lines[0]);
        Assert.Equal(cold.LogLines, lines.Skip(1));
    }

    [Fact]
    public async Task Platform_records_of_JSON_logs_go_by_the_level_to_the_group_that_was_chosen()
    {
        var code = Python("def handler(event, context): return event");
        (await Lambda.CallAsync("CreateFunction", new
        {
            FunctionName = Name,
            code.Runtime,
            code.Handler,
            Lambda.Role,
            Code = new { ZipFile = code.Package },
            LoggingConfig = new { LogFormat = "JSON", SystemLogLevel = "DEBUG", LogGroup = "/custom/group" },
        })).Succeeded();
        var lines = new Invocation((await Lambda.CallAsync("Invoke", new { FunctionName = Name, LogType = "Tail" })).Succeeded()).LogLines;

        Assert.Equal(["platform.start", "platform.runtimeDone", "platform.report"], lines.Select(line => (string?)JsonNode.Parse(line)!["type"]));
        var log = new FunctionLog(Lambda, Name, "/custom/group");
        await log.ContainAsync(lines[^1]);
        Assert.Equal(
            ["platform.initStart", "platform.initRuntimeDone", "platform.initReport", .. lines.Select(line => (string?)JsonNode.Parse(line)!["type"])],
            (await log.LinesAsync()).Select(line => (string?)JsonNode.Parse(line)!["type"]));
    }

    [Fact]
    public async Task Lines_of_JSON_logs_are_JSON()
    {
        var code = Python("import logging\ndef handler(event, context): logging.getLogger().error('bad')");
        (await Lambda.CallAsync("CreateFunction", new
        {
            FunctionName = Name,
            code.Runtime,
            code.Handler,
            Lambda.Role,
            Code = new { ZipFile = code.Package },
            LoggingConfig = new { LogFormat = "JSON", ApplicationLogLevel = "ERROR" },
        })).Succeeded();
        var answer = await Lambda.CallAsync("Invoke", new { FunctionName = Name, LogType = "Tail" });
        var line = new Invocation(answer.Succeeded()).LogLines.Single(line => line.Contains("bad", StringComparison.Ordinal));
        Assert.Equal("ERROR", (string?)JsonNode.Parse(line)!["level"]);
    }
}
