using System.Text.Json.Nodes;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Runtimes;
using Brasa.Lambda.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Tests.Environments;

public sealed class SystemLogTests : IDisposable
{
    private const string Id = "8286a188-ba32-4475-8077-530cd35c09a9";

    private static readonly InvocationReport Report = new()
    {
        RequestId = Id,
        Duration = TimeSpan.FromMilliseconds(100.25),
        InitDuration = TimeSpan.FromMilliseconds(20.5),
        MemoryMiB = 128,
        PeakMemoryBytes = 20 << 20,
    };

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLogStream stream = new();

    public void Dispose() => stream.Dispose();

    [Fact]
    public void Records_of_JSON_logs_are_those_of_the_Telemetry_API()
    {
        Play(Json("DEBUG"), failure: null);

        Assert.Equal(
            [
                $$$$"""{"time":"2026-01-31T12:00:00.000Z","type":"platform.initStart","record":{"initializationType":"on-demand","phase":"init","runtimeVersion":"python:3.12.4","runtimeVersionArn":"{{{{Start().RuntimeVersionArn}}}}","functionName":"hello","functionVersion":"$LATEST"}}""",
                """{"time":"2026-01-31T12:00:00.000Z","type":"platform.initRuntimeDone","record":{"initializationType":"on-demand","phase":"init","status":"success"}}""",
                """{"time":"2026-01-31T12:00:00.000Z","type":"platform.initReport","record":{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":20.5}}}""",
                $$$$"""{"time":"2026-01-31T12:00:00.000Z","type":"platform.start","record":{"requestId":"{{{{Id}}}}","version":"$LATEST"}}""",
                $$$$"""{"time":"2026-01-31T12:00:00.000Z","type":"platform.runtimeDone","record":{"requestId":"{{{{Id}}}}","status":"success","metrics":{"durationMs":100.25}}}""",
                $$$$"""{"time":"2026-01-31T12:00:00.000Z","type":"platform.report","record":{"requestId":"{{{{Id}}}}","metrics":{"durationMs":100.25,"billedDurationMs":121,"memorySizeMB":128,"maxMemoryUsedMB":20,"initDurationMs":20.5},"status":"success"}}""",
            ],
            stream.Lines);
        Assert.Matches("^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$", Start().RuntimeVersionArn);
    }

    [Theory]
    [InlineData("DEBUG", false, "initStart initRuntimeDone initReport start runtimeDone report")]
    [InlineData("INFO", false, "initStart start report")]
    [InlineData(null, false, "initStart start report")]
    [InlineData("WARN", false, "")]
    [InlineData("INFO", true, "initStart initRuntimeDone initReport start runtimeDone report")]
    [InlineData("WARN", true, "initRuntimeDone initReport runtimeDone report")]
    public void A_level_chooses_records_and_failures_are_warnings(string? level, bool fails, string expected)
    {
        Play(Json(level), fails ? new InvocationOutcome.TimedOut(TimeSpan.FromSeconds(3)) : null);

        Assert.Equal(expected, string.Join(' ', stream.Lines.Select(line => ((string)JsonNode.Parse(line)!["type"]!)["platform.".Length..])));
        Assert.All(stream.Lines.Where(line => line.Contains("\"status\"", StringComparison.Ordinal)), line => Assert.Contains(fails ? "\"status\":\"timeout\"" : "\"status\":\"success\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_has_a_line_for_the_start_and_none_for_loading_that_succeeds()
    {
        Play(SystemLog.Text, failure: null);

        Assert.Equal([$"INIT_START Runtime Version: python:3.12.4\tRuntime Version ARN: {Start().RuntimeVersionArn}", $"START RequestId: {Id} Version: $LATEST", $"END RequestId: {Id}", Report.ToString()], stream.Lines);
    }

    [Fact]
    public void The_start_is_in_the_stream_and_not_in_the_tail_of_an_event()
    {
        var tail = new LogTail();
        using var log = new EnvironmentLog(stream, "stream", SystemLog.Text, clock);
        log.StartInit(Start());
        log.Start(new PendingInvocation { RequestId = Id, Payload = default, InvokedArn = "", TraceId = "", Tail = tail }, FunctionVersion.Latest, withInit: true);

        Assert.Equal(2, stream.Lines.Count);
        Assert.Equal($"START RequestId: {Id} Version: $LATEST\n", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(tail.ToBase64())));
    }

    private static SystemLog Json(string? level) => SystemLog.Of(Sample.Function() with { LogFormat = "JSON", SystemLogLevel = level });

    private static InitStart Start() => InitStart.Of(
        Sample.Function() with { Name = "hello", Region = "us-east-1" }, Interpreter.At(RuntimeDescriptor.All.First(runtime => runtime.Identifier == "python3.12"), "3.12.4", "/usr/bin/python3.12"), isProvisioned: false);

    private void Play(SystemLog system, InvocationOutcome? failure)
    {
        using var log = new EnvironmentLog(stream, "stream", system, clock);
        log.StartInit(Start());
        log.EndInit(new InitReport(TimeSpan.FromMilliseconds(20.5), InitPhase.Init, IsProvisioned: false, failure));
        log.Start(new PendingInvocation { RequestId = Id, Payload = default, InvokedArn = "", TraceId = "" }, FunctionVersion.Latest, withInit: false);
        if (failure is not null) log.Say("Task timed out");
        log.End(Report with { Status = failure is null ? null : OutcomeText.Status(failure) });
    }
}
