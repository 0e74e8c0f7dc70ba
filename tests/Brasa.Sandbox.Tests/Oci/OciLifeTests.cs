using System.Diagnostics;
using Brasa.Sandbox.Oci;
using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

/// <summary>What happens to a slot and its sandboxes over time: freezing, restarting, runtimes that misbehave.</summary>
public sealed class OciLifeTests(IsolatedHost shared)
{
    private const string Counting =
        """
        import threading, time, socket
        count = 0
        def work():
            global count
            while True: count += 1; time.sleep(0.001)
        threading.Thread(target=work, daemon=True).start()
        conn = socket.socket(); conn.connect(('127.0.0.1', 9001))
        while conn.recv(1): conn.send(count.to_bytes(8, 'little'))
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_frozen_makes_no_progress_and_goes_on_when_thawed()
    {
        await using var slot = await shared.Host.ReserveAsync(Cancellation);
        var sandbox = await slot.StartAsync(Python(Counting), new CollectedOutput(), Cancellation);
        using var connection = await slot.Listeners[0].AcceptAsync(Cancellation);
        var bytes = new byte[8];

        async Task<long> AskAsync()
        {
            await connection.SendAsync("."u8.ToArray());
            await connection.ReceiveAsync(bytes);
            return BitConverter.ToInt64(bytes);
        }

        await AskAsync();
        sandbox.Freeze();
        await Task.Delay(50, Cancellation); // the kernel freezes each task when it next leaves a system call
        var sleeps = HostState.CountSleeps(slot.Id);
        await Task.Delay(300, Cancellation);
        Assert.Equal(sleeps, HostState.CountSleeps(slot.Id));

        var asking = AskAsync();
        Assert.False(asking.IsCompleted);
        sandbox.Thaw();
        sandbox.Thaw();
        var before = await asking;
        await Task.Delay(100, Cancellation);
        Assert.InRange(await AskAsync(), before + 10, before + 1000);
    }

    [Fact]
    public async Task What_is_frozen_can_be_ended()
    {
        await using var slot = await shared.Host.ReserveAsync(Cancellation);
        var sandbox = await slot.StartAsync(Python("import time; time.sleep(1000)"), new CollectedOutput(), Cancellation);
        sandbox.Freeze();

        await sandbox.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), Cancellation);

        Assert.Equal(9, (await sandbox.Exited).Signal);
        Assert.Empty(HostState.Cgroups(slot.Id));
    }

    [Fact]
    public async Task A_fork_bomb_under_a_small_cpu_limit_can_be_ended()
    {
        await using var slot = await shared.Host.ReserveAsync(Cancellation);
        var output = new CollectedOutput();
        var sandbox = await slot.StartAsync(
            Python("import os\nprint('lit')\nwhile True:\n  try: os.fork()\n  except OSError: pass"), output, Cancellation);
        await output.WaitForAsync("lit");
        await Task.Delay(500, Cancellation);
        sandbox.SetCpuLimit(0.05);
        sandbox.Freeze();

        await sandbox.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Empty(HostState.Cgroups(slot.Id));
    }

    [Fact]
    public async Task A_slot_is_started_again_with_its_tmp_network_and_identity_but_nothing_else()
    {
        await using var slot = await shared.Host.ReserveAsync(Cancellation);
        var before = new CollectedOutput();
        var first = await slot.StartAsync(
            Python("import os, time; open('/tmp/kept', 'w').write(str(os.stat('/tmp').st_dev)); print('ready'); time.sleep(1000)"), before, Cancellation);
        await before.WaitForAsync("ready");

        var output = new CollectedOutput();
        var second = await slot.StartAsync(
            Python(
            """
            import os, socket
            print(open('/tmp/kept').read() == str(os.stat('/tmp').st_dev), len(os.listdir('/proc/self/task')))
            socket.create_connection(('127.0.0.1', 9001), 2)
            """), output, Cancellation);
        using var connection = await slot.Listeners[0].AcceptAsync(Cancellation);
        await second.Exited;

        Assert.Equal(9, (await first.Exited).Signal);
        Assert.Equal("True 1\n", output.Output);
    }

    [Fact]
    public async Task A_slot_whose_sandbox_was_killed_for_memory_starts_again_and_counts_anew()
    {
        await using var slot = await shared.Host.ReserveAsync(Cancellation);
        var first = await slot.StartAsync(Python("x = b'1' * (200 << 20)", memory: 64 * Mebibyte), new CollectedOutput(), Cancellation);
        Assert.True((await first.Exited).OutOfMemory);

        var second = await slot.StartAsync(Python("import os; os.kill(os.getpid(), 9); os._exit(3)", memory: 64 * Mebibyte), new CollectedOutput(), Cancellation);

        Assert.False((await second.Exited).OutOfMemory);
        Assert.InRange(second.ReadMemory().PeakBytes, 0, 40 * Mebibyte);
    }

    [Fact]
    public async Task A_disposed_slot_starts_nothing()
    {
        var slot = await shared.Host.ReserveAsync(Cancellation);
        await slot.DisposeAsync();
        await slot.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => slot.StartAsync(Python(""), new CollectedOutput(), Cancellation));
    }

    [Fact]
    public async Task A_slot_disposed_while_it_starts_gives_up_and_returns_everything()
    {
        using var data = new TemporaryDirectory();
        await using var host = HostWithRuntime(data, "sleep 1000");
        var slot = await host.ReserveAsync(Cancellation);
        var starting = slot.StartAsync(Python(""), new CollectedOutput(), Cancellation);

        await slot.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => starting);
        Assert.Empty(HostState.Cgroups(slot.Id));
    }

    [Fact]
    public async Task A_runtime_that_hangs_is_given_up_with_all_that_it_started()
    {
        using var data = new TemporaryDirectory();
        await using var host = HostWithRuntime(data, $"sleep 1000.{Environment.ProcessId} & wait");
        var slot = await host.ReserveAsync(Cancellation);
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<SandboxException>(() => slot.StartAsync(Python(""), new CollectedOutput(), Cancellation));

        Assert.Contains("did not return within 10 s", failure.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 9, 20);
        Assert.Empty(HostState.Cgroups(slot.Id));
        await HostState.AssertSoonEmptyAsync(() => HostState.Processes($"1000.{Environment.ProcessId}"));
    }

    [Theory]
    [InlineData("echo the moon is in the wrong phase >&2; exit 1", "the moon is in the wrong phase")]
    [InlineData("kill -9 $$", "Signal = 9")]
    [InlineData("exit 0", "without starting anything")]
    public async Task A_runtime_that_fails_is_quoted(string script, string said)
    {
        using var data = new TemporaryDirectory();
        await using var host = HostWithRuntime(data, script);
        await using var slot = await host.ReserveAsync(Cancellation);

        var failure = await Assert.ThrowsAsync<SandboxException>(() => slot.StartAsync(Python(""), new CollectedOutput(), Cancellation));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A host on a runtime of our own making, named so that it is spoken to as crun is.</summary>
    private OciSandboxHost HostWithRuntime(TemporaryDirectory data, string script)
    {
        SkipUnlessPossible();
        var runtime = Path.Combine(data.Path, "crun-of-our-own");
        File.WriteAllText(runtime, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(runtime, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return OciSandboxHost.Start(shared.Options with { DataDirectory = data.Path, OciRuntime = runtime });
    }
}
