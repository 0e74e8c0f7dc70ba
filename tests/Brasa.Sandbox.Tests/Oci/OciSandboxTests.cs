using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

public sealed class OciSandboxTests(IsolatedHost host)
{
    [Fact]
    public async Task What_the_process_writes_reaches_the_sink()
    {
        var (exit, output) = await host.RunAsync(Python("import os,sys; print(os.environ['GREETING']); print('wrong', file=sys.stderr); sys.exit(3)"));

        Assert.Equal(("olá\n", "wrong\n"), (output.Output, output.Error));
        Assert.Equal(new SandboxExit(3, null, false), exit);
    }

    [Theory]
    [InlineData("/dev/stdout", "/dev/stderr")]
    [InlineData("/proc/self/fd/1", "/proc/self/fd/2")]
    public async Task The_process_opens_its_output_by_name(string output, string error)
    {
        var (exit, said) = await host.RunAsync(Python($"open('{output}', 'w').write('out\\n'); open('{error}', 'w').write('err\\n')"));

        Assert.Equal((0, "out\n", "err\n"), (exit.ExitCode, said.Output, said.Error));
    }

    [Fact]
    public async Task Output_larger_than_a_pipe_arrives_whole()
    {
        var (_, output) = await host.RunAsync(Python("print('x' * 1_000_000)"));

        Assert.Equal(1_000_001, output.Output.Length);
    }

    [Fact]
    public async Task Draining_hands_over_all_that_was_written_before()
    {
        var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        var output = new CollectedOutput();
        await using var sandbox = await slot.StartAsync(
            Python(
            """
            import socket
            conn = socket.socket(); conn.connect(('127.0.0.1', 9001))
            for n in range(100):
                conn.recv(1)
                print('line', n)
                conn.send(b'.')
            """),
            output,
            TestContext.Current.CancellationToken);
        using var connection = await slot.Listeners[0].AcceptAsync(TestContext.Current.CancellationToken);

        for (var n = 0; n < 100; n++)
        {
            await connection.SendAsync("."u8.ToArray());
            await connection.ReceiveAsync(new byte[1]);
            sandbox.DrainOutput();
            Assert.EndsWith($"line {n}\n", output.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_crash_reports_its_signal()
    {
        var (exit, _) = await host.RunAsync(Python("import ctypes; ctypes.string_at(0)"));

        Assert.Equal(new SandboxExit(null, 11, false), exit);
    }

    [Fact]
    public async Task Memory_beyond_the_limit_ends_the_process_and_says_so()
    {
        var (exit, _) = await host.RunAsync(Python("x = b'1' * (200 << 20)", memory: 64 * Mebibyte));

        Assert.Equal(new SandboxExit(null, 9, true), exit);
    }

    [Fact]
    public async Task Killing_from_inside_is_not_taken_for_running_out_of_memory()
    {
        var (exit, _) = await host.RunAsync(Python("import os,signal; p = os.fork()\nif p == 0: os.kill(os.getpid(), 9)\nos.wait(); os._exit(7)"));

        Assert.Equal(new SandboxExit(7, null, false), exit);
    }

    [Fact]
    public async Task Memory_in_use_and_its_peak_follow_what_the_process_holds()
    {
        var (sandbox, output) = await host.StartAsync(Python(
            """
            import time
            x = bytearray(b'1') * (60 << 20); print('big'); time.sleep(0.2)
            del x; print('small'); time.sleep(60)
            """));
        await using var running = sandbox;

        await output.WaitForAsync("big");
        var big = sandbox.ReadMemory();
        await output.WaitForAsync("small");
        var small = sandbox.ReadMemory();

        Assert.InRange(big.NowBytes, 60 * Mebibyte, 80 * Mebibyte);
        Assert.InRange(small.NowBytes, 2 * Mebibyte, 30 * Mebibyte);
        Assert.InRange(small.PeakBytes, 60 * Mebibyte, 90 * Mebibyte);
    }

    [Fact]
    public async Task Processes_beyond_the_limit_are_refused()
    {
        var spec = Python(
            """
            import os, time
            n = 0
            try:
                while n < 100:
                    if os.fork() == 0: time.sleep(60)
                    n += 1
            except BlockingIOError: print(n)
            """);
        var (_, output) = await host.RunAsync(spec with { Limits = spec.Limits with { MaxProcesses = 16 } });

        Assert.InRange(int.Parse(output.Output, System.Globalization.CultureInfo.InvariantCulture), 13, 15); // the runtime may still be on its way out
    }

    [Fact]
    public async Task Tmp_ends_at_its_size_and_is_not_charged_to_memory()
    {
        var spec = Python(
            """
            import errno
            n = 0
            try:
                with open('/tmp/big', 'wb', buffering=0) as f:
                    while True: n += f.write(b'x' * 1048576)
            except OSError as e: print(errno.errorcode[e.errno], n > 180 << 20)
            """,
            memory: 64 * Mebibyte);
        var (exit, output) = await host.RunAsync(spec with { Limits = spec.Limits with { TmpBytes = 200 * Mebibyte } });

        Assert.Equal("ENOSPC True\n", output.Output);
        Assert.Equal(0, exit.ExitCode);
    }

    [Fact]
    public async Task Open_files_beyond_the_limit_are_refused()
    {
        var spec = Python("import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CORE))");
        var (_, output) = await host.RunAsync(spec with { Limits = spec.Limits with { MaxOpenFiles = 99 } });

        Assert.Equal("(99, 99) (0, 0)\n", output.Output);
    }

    [Fact]
    public async Task The_cpu_quota_holds_and_can_be_lifted()
    {
        var (sandbox, output) = await host.StartAsync(Python(
            """
            import time
            def burn():
                end = time.monotonic() + 0.5; start = time.process_time()
                while time.monotonic() < end: pass
                return time.process_time() - start
            time.sleep(0.3) # the limit is set meanwhile
            print('share', burn())
            """));
        await using var running = sandbox;

        sandbox.SetCpuLimit(0.1);
        await sandbox.Exited;
        var seconds = double.Parse(output.Output.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(seconds, 0.02, 0.12);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_reported()
    {
        var spec = Python("") with { Command = ["/usr/bin/no-such-program"] };

        var failure = await Assert.ThrowsAsync<SandboxException>(() => host.RunAsync(spec));

        Assert.Contains("no-such-program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mount_that_does_not_exist_is_reported()
    {
        var spec = Python("") with { Mounts = [new SandboxMount("/no/such/source", "/var/task")] };

        var failure = await Assert.ThrowsAsync<SandboxException>(() => host.RunAsync(spec));

        Assert.Contains("/no/such/source", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thirty_sandboxes_start_at_once()
    {
        var runs = Enumerable.Range(0, 30).Select(n => host.RunAsync(Python($"print({n})"))).ToArray();

        var outputs = (await Task.WhenAll(runs)).Select(run => run.Output.Output);

        Assert.Equal(Enumerable.Range(0, 30).Select(n => $"{n}\n"), outputs);
    }
}
