using System.Net.Sockets;
using Brasa.Sandbox.None;
using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.None;

public sealed class ProcessSandboxTests : IAsyncDisposable
{
    private readonly TemporaryDirectory data = new();
    private readonly ProcessSandboxHost host;
    private ISandboxSlot? slot;

    public ProcessSandboxTests() =>
        host = ProcessSandboxHost.Start(new SandboxOptions { DataDirectory = data.Path, Ports = [IsolatedHost.Port] });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Output_exit_code_directory_and_environment_are_its_own()
    {
        var (sandbox, output) = await StartAsync("import os,sys; print(os.getcwd(), sorted(os.environ)); print('e', file=sys.stderr); sys.exit(4)");
        await using var running = sandbox;

        Assert.Equal(new SandboxExit(4, null, false), await sandbox.Exited);
        Assert.Equal("/usr ['GREETING', 'PATH', 'TMPDIR']\n", output.Output.Replace("'LC_CTYPE', ", "", StringComparison.Ordinal));
        Assert.Equal("e\n", output.Error);
    }

    [Fact]
    public async Task A_listener_is_reached_at_the_address_it_tells()
    {
        await using var slot = await host.ReserveAsync(Cancellation);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        await client.ConnectAsync(slot.AddressInside(0), Cancellation);

        using var accepted = await slot.Listeners[0].AcceptAsync(Cancellation);
        Assert.True(accepted.Connected);
    }

    [Fact]
    public async Task A_mount_is_seen_where_it_is()
    {
        await using var slot = await host.ReserveAsync(Cancellation);

        Assert.Equal("/the/source", slot.Locate(new SandboxMount("/the/source", "/var/task")));
    }

    [Fact]
    public async Task Disposing_kills_the_whole_tree_and_deletes_its_files()
    {
        var word = $"marker-{Guid.NewGuid():N}";
        var (sandbox, output) = await StartAsync(
            $"""
            import os, subprocess, sys, time
            code = 'import time; print("child"); time.sleep(1000) # {word}'
            subprocess.Popen([sys.executable, '-I', '-u', '-c', code], process_group=0)
            open(os.environ['TMPDIR'] + '/x', 'w').close(); print('ready'); time.sleep(1000) # {word}
            """);
        await output.WaitForAsync("ready");
        await output.WaitForAsync("child");
        Assert.Equal(2, HostState.Processes(word).Length);
        Assert.True(sandbox.ReadMemory().NowBytes > 1 << 20);

        await sandbox.DisposeAsync();
        await sandbox.DisposeAsync();

        await HostState.AssertSoonEmptyAsync(() => HostState.Processes(word));
        await slot!.DisposeAsync();
        Assert.Empty(Directory.GetDirectories(Path.Combine(data.Path, "processes")));
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_reported()
    {
        await using var slot = await host.ReserveAsync(Cancellation);
        var spec = IsolatedHost.Python("") with { Command = ["/no/such/program"] };

        var failure = await Assert.ThrowsAsync<SandboxException>(() => slot.StartAsync(spec, new CollectedOutput(), Cancellation));

        Assert.Contains("/no/such/program", failure.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        data.Dispose();
    }

    private async Task<(ISandbox Sandbox, CollectedOutput Output)> StartAsync(string code)
    {
        var output = new CollectedOutput();
        slot = await host.ReserveAsync(Cancellation);
        return (await slot.StartAsync(IsolatedHost.Python(code) with { WorkingDirectory = "/usr" }, output, Cancellation), output);
    }
}
