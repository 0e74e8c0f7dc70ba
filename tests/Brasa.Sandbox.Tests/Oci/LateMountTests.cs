using System.Net.Sockets;
using System.Text;
using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

/// <summary>What a sandbox is shown after it has started.</summary>
public sealed class LateMountTests(IsolatedHost host) : IDisposable
{
    /// <summary>Looks when it is asked to, and says what it sees at the code's place.</summary>
    private const string Look =
        """
        import os, socket
        conn = socket.create_connection(('127.0.0.1', 9001))
        while conn.recv(1):
            try: said = open('/var/task/code').read()
            except OSError as error: said = error.strerror
            try: open('/var/task/new', 'w'); said += ', writable'
            except OSError as error: said += ', ' + error.strerror
            options = [line.split()[3] for line in open('/proc/mounts') if line.split()[1] == '/var/task']
            conn.sendall((said + ', ' + ';'.join(options)).encode())
        """;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_directory_shown_later_is_there_read_only_and_nowhere_else()
    {
        File.SetUnixFileMode(directory.Path, (UnixFileMode)0x1ED); // 0755: the user inside is another
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "code"), "the code", TestContext.Current.CancellationToken);
        var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        await using var sandbox = await slot.StartAsync(Python(Look), new CollectedOutput(), TestContext.Current.CancellationToken);
        using var connection = await slot.Listeners[0].AcceptAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("No such file or directory, Read-only file system, ", await AskAsync(connection), StringComparison.Ordinal);
        var before = await ReadMountsAsync();

        sandbox.Show(new SandboxMount(directory.Path, "/var/task"));

        Assert.StartsWith("the code, Read-only file system, ro,nosuid,nodev,", await AskAsync(connection), StringComparison.Ordinal);
        Assert.Equal(before, await ReadMountsAsync());
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_shown_and_nothing_in_a_sandbox_that_is_gone()
    {
        var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        var sandbox = await slot.StartAsync(Python(Look), new CollectedOutput(), TestContext.Current.CancellationToken);
        Assert.Throws<SandboxException>(() => sandbox.Show(new SandboxMount("/nowhere", "/var/task")));
        Assert.Throws<SandboxException>(() => sandbox.Show(new SandboxMount(directory.Path, "/nowhere")));

        await slot.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => sandbox.Show(new SandboxMount(directory.Path, "/var/task")));
    }

    [Fact]
    public async Task The_size_of_files_is_limited_later_where_it_was_not_at_first()
    {
        const long limit = 1L << 20;
        var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        var spec = Python(
            """
            import resource, socket
            conn = socket.create_connection(('127.0.0.1', 9001))
            while conn.recv(1): conn.sendall(str(resource.getrlimit(resource.RLIMIT_FSIZE)).encode())
            """);
        await using var sandbox = await slot.StartAsync(spec with { Limits = spec.Limits with { LimitsFileSize = false } }, new CollectedOutput(), TestContext.Current.CancellationToken);
        using var connection = await slot.Listeners[0].AcceptAsync(TestContext.Current.CancellationToken);
        Assert.Equal("(-1, -1)", await AskAsync(connection));

        sandbox.LimitFileSize(limit);

        Assert.Equal($"({limit}, {limit})", await AskAsync(connection));
        await slot.DisposeAsync();
        Assert.Throws<SandboxException>(() => sandbox.LimitFileSize(limit));
    }

    /// <summary>The machine's mounts as this process sees them, but for those of spare slots, which come and go in the background.</summary>
    private static async Task<string[]> ReadMountsAsync() =>
        [.. (await File.ReadAllLinesAsync("/proc/self/mounts", TestContext.Current.CancellationToken)).Where(line => !line.Contains("/bundles/", StringComparison.Ordinal))];

    private static async Task<string> AskAsync(Socket connection)
    {
        await connection.SendAsync("?"u8.ToArray());
        var answer = new byte[1000];
        return Encoding.UTF8.GetString(answer, 0, await connection.ReceiveAsync(answer));
    }
}
