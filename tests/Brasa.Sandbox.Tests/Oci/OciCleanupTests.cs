using Brasa.Sandbox.Oci;
using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

public sealed class OciCleanupTests(IsolatedHost shared)
{
    [Fact]
    public async Task Disposing_a_sandbox_kills_all_of_it_and_leaves_nothing()
    {
        var word = $"marker-{Guid.NewGuid():N}";
        var (sandbox, output) = await shared.StartAsync(Python(
            $"""
            import os, signal, subprocess, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for n in range(5): subprocess.Popen(['/usr/bin/sleep', '1000', '{word}'][:2], start_new_session=True)
            open('/tmp/held', 'w').write('x'); print('ready'); time.sleep(1000) # {word}
            """));
        await output.WaitForAsync("ready");
        Assert.NotEmpty(HostState.Cgroups(sandbox.Id));

        await sandbox.DisposeAsync();
        await sandbox.DisposeAsync();

        Assert.Equal(new SandboxExit(null, 9, false), await sandbox.Exited);
        Assert.Empty(HostState.Processes(word));
        Assert.Empty(HostState.Cgroups(sandbox.Id));
        Assert.DoesNotContain(HostState.MountsBelow(shared.Options.MountDirectory), mount => mount.Contains(sandbox.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Helpers_that_the_runtime_leaves_behind_do_not_pile_up()
    {
        for (var n = 0; n < 10; n++) await shared.RunAsync(Python(""));

        Assert.InRange(HostState.Zombies(Runtime).Length, 0, 5); // the latest are waited for when the next process ends
    }

    [Fact]
    public async Task A_slot_never_started_returns_everything()
    {
        var slot = await shared.Host.ReserveAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(HostState.Cgroups(slot.Id));

        await slot.DisposeAsync();

        Assert.Empty(HostState.Cgroups(slot.Id));
        Assert.Empty(HostState.Processes(slot.Id));
        Assert.True(slot.Listeners[0].SafeHandle.IsClosed);
    }

    [Fact]
    public async Task A_failed_start_returns_everything()
    {
        var slot = await shared.Host.ReserveAsync(TestContext.Current.CancellationToken);
        var spec = Python("") with { Command = ["/nowhere"] };

        await Assert.ThrowsAsync<SandboxException>(() => slot.StartAsync(spec, new CollectedOutput(), TestContext.Current.CancellationToken));

        Assert.Empty(HostState.Cgroups(slot.Id));
        Assert.Empty(HostState.Processes(slot.Id));
    }

    [Fact]
    public async Task A_cancelled_start_returns_everything()
    {
        var slot = await shared.Host.ReserveAsync(TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var starting = slot.StartAsync(Python("import time; time.sleep(1000)"), new CollectedOutput(), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);

        Assert.Empty(HostState.Cgroups(slot.Id));
        Assert.Empty(HostState.Processes(slot.Id));
    }

    [Fact]
    public async Task Disposing_the_host_ends_its_sandboxes_and_leaves_nothing_on_the_machine()
    {
        SkipUnlessPossible();
        using var data = new TemporaryDirectory();
        var options = shared.Options with { DataDirectory = data.Path, MountDirectory = $"/run/brasa-test-{Guid.NewGuid():N}" };
        var host = OciSandboxHost.Start(options);
        var slot = await host.ReserveAsync(TestContext.Current.CancellationToken);
        var sandbox = await slot.StartAsync(Python("import time; time.sleep(1000)"), new CollectedOutput(), TestContext.Current.CancellationToken);
        var reserved = await host.ReserveAsync(TestContext.Current.CancellationToken);
        var instance = Path.GetFileName(Path.GetDirectoryName(HostState.Cgroups(slot.Id)[0]))!;

        await host.DisposeAsync();

        await reserved.DisposeAsync();
        await sandbox.DisposeAsync();

        Assert.Equal(9, (await sandbox.Exited).Signal);
        Assert.True(reserved.Listeners[0].SafeHandle.IsClosed);
        Assert.Empty(HostState.Cgroups(instance));
        Assert.Empty(HostState.MountsBelow(options.MountDirectory));
        Assert.False(Directory.Exists(options.MountDirectory));
        Assert.All(Directory.GetFiles(data.Path, "*", SearchOption.AllDirectories), file => Assert.StartsWith("empty-", Path.GetFileName(file), StringComparison.Ordinal));
        await HostState.AssertSoonEmptyAsync(() => HostState.LoopFiles(data.Path));
    }

    [Fact]
    public async Task The_next_start_reclaims_what_a_killed_server_left()
    {
        SkipUnlessPossible();
        using var data = new TemporaryDirectory();
        var options = shared.Options with { DataDirectory = data.Path };
        var id = await KilledServer.RunAsync(data.Path, withWatchdog: true);
        await File.WriteAllTextAsync(Path.Combine(data.Path, "tmp-images", "half-made.img"), "", TestContext.Current.CancellationToken);
        Assert.NotEmpty(HostState.Processes(KilledServer.Word));
        Assert.NotEmpty(HostState.Cgroups(id));

        await using (OciSandboxHost.Start(options))
        {
            Assert.Empty(HostState.Cgroups(id));
            await HostState.AssertSoonEmptyAsync(() => HostState.Processes(KilledServer.Word));
        }

        await HostState.AssertSoonEmptyAsync(() => HostState.LoopFiles(data.Path));
        Assert.False(File.Exists(Path.Combine(data.Path, "tmp-images", "half-made.img")));
    }

    [Fact]
    public async Task What_a_killed_server_left_ends_without_another_start()
    {
        SkipUnlessPossible();
        using var data = new TemporaryDirectory();

        var id = await KilledServer.RunAsync(data.Path, withWatchdog: false);

        await HostState.AssertSoonEmptyAsync(() => HostState.Processes(KilledServer.Word));
        await HostState.AssertSoonEmptyAsync(() => HostState.Cgroups(id));
        await HostState.AssertSoonEmptyAsync(() => HostState.Processes(data.Path));
        await HostState.AssertSoonEmptyAsync(() => HostState.LoopFiles(data.Path));
    }
}
