using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Functions;

/// <summary>What happens to a function that wants more than it is granted.</summary>
public sealed class LimitTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "limited";

    [Fact]
    public async Task A_function_that_takes_too_long_is_ended_and_its_environment_replaced()
    {
        await Lambda.CreateAsync(Name, Python("import time, uuid\nid = uuid.uuid4().hex\ndef handler(event, context):\n    time.sleep(event)\n    return id"), timeout: 1, memory: 1769);
        var before = (await Lambda.InvokeAsync(Name, "0")).Succeeded().Payload;

        var late = await Lambda.InvokeAsync(Name, "60");

        Assert.Equal($"RequestId: {late.Report.RequestId} Error: Task timed out after 1.00 seconds", late.FailedWith("Sandbox.Timedout"));
        Assert.Contains(late.LogLines, line => line.EndsWith($"Z {late.Report.RequestId} Task timed out after 1.00 seconds", StringComparison.Ordinal));
        Assert.Equal(("timeout", 1000.00m, 1000L), (late.Report.Status, late.Report.Duration, late.Report.Billed));
        Assert.NotEqual(before, (await Lambda.InvokeAsync(Name, "0")).Succeeded().Payload);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task A_function_that_needs_more_than_its_memory_is_ended_and_its_environment_replaced(string language)
    {
        await Lambda.CreateAsync(Name, language == "python"
            ? Python("def handler(event, context):\n    kept = bytearray(event << 20)\n    kept[::4096] = b'x' * len(kept[::4096])\n    return len(kept) >> 20")
            : Node("exports.handler = async (event) => Buffer.alloc(event * 1048576, 1).length / 1048576;"));

        var greedy = await Lambda.InvokeAsync(Name, "300");

        Assert.Equal($"RequestId: {greedy.Report.RequestId} Error: Runtime exited with error: signal: killed", greedy.FailedWith("Runtime.ExitError"));
        Assert.Equal(("error", "Runtime.OutOfMemory"), (greedy.Report.Status, greedy.Report.ErrorType));
        Assert.Equal((128, 128), (greedy.Report.MemorySize, greedy.Report.MaxMemoryUsed));
        Assert.Equal("10", (await Lambda.InvokeAsync(Name, "10")).Succeeded().Payload);
    }

    [Fact]
    public async Task Max_Memory_Used_is_what_was_really_used()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context):\n    kept = bytearray(event << 20)\n    kept[::4096] = b'x' * len(kept[::4096])\n    return len(kept) >> 20"), memory: 512);
        var small = (await Lambda.InvokeAsync(Name, "1")).Succeeded().Report.MaxMemoryUsed;
        var large = (await Lambda.InvokeAsync(Name, "200")).Succeeded().Report.MaxMemoryUsed;

        Assert.InRange(small, 2, 60);
        Assert.InRange(large, 200, 260);
    }

    [Fact]
    public async Task A_response_as_large_as_AWS_takes_goes_through_and_one_byte_more_is_an_error()
    {
        const int largest = 6_291_556;
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 'x' * (event - 2)"), memory: 512);

        Assert.Equal(largest, (await Lambda.InvokeAsync(Name, $"{largest}")).Succeeded().Payload.Length);
        var over = await Lambda.InvokeAsync(Name, $"{largest + 1}");
        Assert.Equal($"Response payload size exceeded maximum allowed payload size ({largest} bytes).", over.FailedWith("Function.ResponseSizeTooLarge"));
        Assert.Equal(("error", "Function.ResponseSizeTooLarge"), (over.Report.Status, over.Report.ErrorType));
        Assert.Equal("\"xx\"", (await Lambda.InvokeAsync(Name, "4")).Succeeded().Payload);
    }

    [Fact]
    public async Task Files_in_tmp_take_no_memory_and_end_at_its_size()
    {
        await Lambda.CreateAsync(Name, Python("""
            import errno

            def handler(megabytes, context):
                block = b"x" * (1 << 20)
                written = 0
                try:
                    with open("/tmp/file", "wb") as file:
                        for _ in range(megabytes):
                            file.write(block)
                            written += 1
                except OSError as error:
                    return [written, errno.errorcode[error.errno]]
                return [written, "all"]
            """), timeout: 120);

        Assert.Equal("""[400,"all"]""", (await Lambda.InvokeAsync(Name, "400")).Succeeded().Json.ToJsonString());

        var full = (await Lambda.InvokeAsync(Name, "600")).Succeeded().Json;
        Assert.InRange((int)full[0]!, 450, 512);
        Assert.Equal("ENOSPC", (string?)full[1]);
    }

    [Fact]
    public async Task Processes_and_threads_end_at_1024()
    {
        await Lambda.CreateAsync(Name, Python("""
            import threading

            def handler(event, context):
                end = threading.Event()
                threads = []
                try:
                    for _ in range(2000):
                        thread = threading.Thread(target=end.wait)
                        thread.start()
                        threads.append(thread)
                except RuntimeError:
                    pass
                end.set()
                for thread in threads: thread.join()
                return len(threads)
            """), timeout: 60, memory: 1769);
        Assert.InRange((int)(await Lambda.InvokeAsync(Name)).Succeeded().Json, 900, 1024);
    }
}
