using System.Globalization;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

/// <summary>What an execution environment goes through between, during and after invocations.</summary>
public sealed class LifecycleTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "living";

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task A_background_task_makes_no_progress_between_invocations_and_goes_on_in_the_next(string language)
    {
        await Lambda.CreateAsync(Name, language == "python"
            ? Python(
                """
                import threading, time
                ticks = 0
                def work():
                    global ticks
                    while True: ticks += 1; time.sleep(0.005)
                threading.Thread(target=work, daemon=True).start()
                def handler(event, context):
                    time.sleep(event)
                    return ticks
                """)
            : Node(
                """
                let ticks = 0;
                setInterval(() => ticks++, 5);
                exports.handler = async (event) => { await new Promise(done => setTimeout(done, event * 1000)); return ticks; };
                """), memory: 1769);
        var before = await CountAsync("0");

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        var after = await CountAsync("0");
        var working = await CountAsync("0.5");

        // 2 s hold some 400 ticks; a few pass before it is frozen.
        Assert.InRange(after, before, before + 100);
        Assert.InRange(working, after + 1, after + 200);
    }

    [Fact]
    public async Task An_environment_that_was_reset_keeps_its_tmp_and_loads_in_the_time_of_the_next_invocation()
    {
        await Lambda.CreateAsync(Name, Python(
            """
            import os, time
            print('loading'); time.sleep(0.2)
            def handler(event, context):
                if event == 'leave': open('/tmp/left', 'w').write('here'); os._exit(3)
                return open('/tmp/left').read()
            """), memory: 1769);
        var failed = await Lambda.InvokeAsync(Name, "\"leave\"");
        Assert.NotNull(failed.Report.Init);

        var next = await Lambda.InvokeAsync(Name, "\"look\"");

        Assert.Equal("\"here\"", next.Succeeded().Payload);
        Assert.Equal("loading", next.LogLines[0]);
        Assert.Null(next.Report.Init);
        Assert.InRange(next.Report.Duration, 200m, 3000m);
    }

    [Fact]
    public async Task A_function_that_loads_too_slowly_is_loaded_again_in_the_time_of_its_first_invocation()
    {
        await Lambda.CreateAsync(Name, Python(
            """
            import os, time
            if not os.path.exists('/tmp/slept'): open('/tmp/slept', 'w').close(); time.sleep(60)
            def handler(event, context): return 'loaded'
            """), memory: 1769);

        var invocation = await Lambda.InvokeAsync(Name, "0");

        Assert.Equal("\"loaded\"", invocation.Succeeded().Payload);
        Assert.Null(invocation.Report.Init);
        Assert.InRange(invocation.Report.Duration, 5m, 3000m);
    }

    [Fact]
    public async Task A_function_that_never_loads_ends_with_its_timeout()
    {
        await Lambda.CreateAsync(Name, Python("import os, time\nif os.path.exists('/tmp/twice'): time.sleep(60)\nopen('/tmp/twice', 'w').close(); os._exit(1)"), timeout: 1, memory: 1769);

        var invocation = await Lambda.InvokeAsync(Name, "0");

        Assert.Equal($"RequestId: {invocation.Report.RequestId} Error: Task timed out after 1.00 seconds", invocation.FailedWith("Sandbox.Timedout"));
        Assert.Contains(invocation.LogLines, line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal) && line.EndsWith("Phase: invoke\tStatus: timeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_update_lets_invocations_under_way_end_with_the_code_they_began_with()
    {
        await Lambda.CreateAsync(Name, Python("import time\ndef handler(event, context):\n    time.sleep(event)\n    return 'old'"), memory: 1769);
        await Lambda.InvokeAsync(Name, "0");
        var underWay = Enumerable.Range(0, 3).Select(_ => Lambda.InvokeAsync(Name, "1.5")).ToArray();
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);

        (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Python("def handler(event, context): return 'new'").Package })).Succeeded();
        var after = await Lambda.InvokeAsync(Name, "0");

        Assert.Equal("\"new\"", after.Succeeded().Payload);
        Assert.All(await Task.WhenAll(underWay), invocation => Assert.Equal("\"old\"", invocation.Succeeded().Payload));
    }

    private async Task<int> CountAsync(string seconds) =>
        int.Parse((await Lambda.InvokeAsync(Name, seconds)).Succeeded().Payload, CultureInfo.InvariantCulture);
}
