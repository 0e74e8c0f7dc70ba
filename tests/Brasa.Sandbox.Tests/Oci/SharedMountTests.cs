using Brasa.Sandbox.Native;
using Brasa.Sandbox.Oci;
using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

/// <summary>Directories of the host that sandboxes write to.</summary>
public sealed class SharedMountTests : IDisposable
{
    private const uint User = 20_001;
    private const uint Group = 20_002;
    private const uint Stranger = 20_003;

    /// <summary>Tries a line of Python and says what came of it.</summary>
    private const string Try =
        """
        import os, stat
        def attempt(what, *arguments):
            try: print(what.__name__, 'done', what(*arguments))
            except OSError as error: print(what.__name__, error.strerror)
        def read(path): return open(path).read()
        def write(path): open(path, 'w').write('x')

        """;

    private readonly TemporaryDirectory parent = new();
    private readonly IsolatedHost host;
    private readonly SharedDirectory directory;

    public SharedMountTests(IsolatedHost host)
    {
        this.host = host;
        SkipUnlessPossible();
        var path = Directory.CreateDirectory(Path.Combine(parent.Path, "shared")).FullName;
        LibC.Chown(path, User, Group);
        directory = SharedDirectory.Declare(path);
    }

    public void Dispose() => parent.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_sandbox_writes_belongs_to_the_owner_and_another_reads_and_changes_it(bool late)
    {
        var first = await RunAsync("open('/mnt/data/file', 'w').write('one'); os.mkdir('/mnt/data/sub'); print(os.getuid(), os.stat('/mnt/data/file').st_uid, os.stat('/mnt/data').st_gid)", late);
        var second = await RunAsync("print(open('/mnt/data/file').read()); open('/mnt/data/file', 'a').write(', two'); write('/mnt/data/sub/other'); print(os.listdir('/mnt'))", late);

        Assert.Equal("993 993 990\n", first);
        Assert.Equal("one\n['data']\n", second);
        Assert.Equal("one, two", Read("file"));
        foreach (var name in new[] { "file", "sub", "sub/other" }) Assert.Equal((User, Group), OwnerOf(name));
    }

    [Fact]
    public async Task Sandboxes_share_it_at_the_same_time_each_with_ids_of_its_own()
    {
        var (reader, output) = await host.StartAsync(Shared(
            "os.mkfifo('/mnt/data/ready'); print('waiting'); open('/mnt/data/ready').read(); print('got', open('/mnt/data/file').read(), os.stat('/mnt/data/file').st_uid)"));
        await output.WaitForAsync("waiting");

        Assert.Equal("993\n", await RunAsync("open('/mnt/data/file', 'w').write('one'); print(os.stat('/mnt/data/ready').st_uid); write('/mnt/data/ready')"));

        await reader.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("waiting\ngot one 993\n", output.Output + output.Error);
        await reader.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_mounted_without_devices_and_rights_of_programs_and_nothing_else_of_mnt_can_be_written(bool late)
    {
        var said = await RunAsync(
            """
            for line in sorted(open('/proc/mounts'), key=lambda line: line.split()[1]):
                if line.split()[1].startswith('/mnt'): print(line.split()[1], line.split()[3].split(',')[:3])
            attempt(write, '/mnt/new')
            attempt(os.mkdir, '/mnt/other')
            attempt(os.rmdir, '/mnt/data')
            attempt(os.mknod, '/mnt/data/disk', stat.S_IFBLK | 0o600, os.makedev(254, 0))
            attempt(os.chown, '/mnt/data', 0, 0)
            """, late);

        Assert.Equal(
            """
            /mnt ['ro', 'nosuid', 'nodev']
            /mnt/data ['rw', 'nosuid', 'nodev']
            write Read-only file system
            mkdir Read-only file system
            rmdir Read-only file system
            mknod Operation not permitted
            chown Value too large for defined data type

            """, said);
    }

    [Fact]
    public async Task Files_of_others_are_nobody_s_and_cannot_be_written_whatever_their_mode()
    {
        foreach (var (name, user, group) in new[] { ("strangers", Stranger, Stranger), ("roots", 0u, 0u), ("own-user", User, Stranger), ("own-group", Stranger, Group) })
        {
            var path = Path.Combine(directory.Path, name);
            await File.WriteAllTextAsync(path, name, TestContext.Current.CancellationToken);
            File.SetUnixFileMode(path, (UnixFileMode)0x1B6); // 0666
            LibC.Chown(path, user, group);
        }

        var said = await RunAsync(
            """
            for name in sorted(os.listdir('/mnt/data')):
                status = os.stat('/mnt/data/' + name)
                print(name, status.st_uid, status.st_gid)
                attempt(read, '/mnt/data/' + name)
                attempt(write, '/mnt/data/' + name)
            """);

        Assert.Equal(
            """
            own-group 65534 990
            read done own-group
            write Permission denied
            own-user 993 65534
            read done own-user
            write Permission denied
            roots 65534 65534
            read done roots
            write Permission denied
            strangers 65534 65534
            read done strangers
            write Permission denied

            """, said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_in_it_lead_nowhere_but_into_the_sandbox(bool late)
    {
        var secret = Path.Combine(parent.Path, "secret");
        await File.WriteAllTextAsync(secret, "secret", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(parent.Path, (UnixFileMode)0x1FF); // 0777: only the sandbox is in the way
        foreach (var (name, target) in new[] { ("absolute", secret), ("relative", "../secret"), ("up", ".."), ("shadow", "/etc/shadow"), ("passwd", "/etc/passwd") })
            File.CreateSymbolicLink(Path.Combine(directory.Path, name), target);

        var said = await RunAsync(
            """
            for name in ('absolute', 'relative', 'shadow'): attempt(read, '/mnt/data/' + name)
            print(os.listdir('/mnt/data/up/'), os.listdir('/mnt/data/../../mnt'), open('/mnt/data/passwd').read().split(':')[0], len(open('/mnt/data/passwd').readlines()))
            os.chdir('/mnt/data')
            for up in range(9): os.chdir('..')
            print(sorted(os.listdir('.')) == sorted(os.listdir('/')))
            """, late);

        Assert.Equal(
            """
            read No such file or directory
            read No such file or directory
            read No such file or directory
            ['data'] ['data'] root 3
            True

            """, said);
    }

    [Fact]
    public async Task A_directory_moved_out_of_it_leads_nowhere()
    {
        var inner = Directory.CreateDirectory(Path.Combine(directory.Path, "inner")).FullName;
        LibC.Chown(inner, User, Group);
        var (sandbox, output) = await host.StartAsync(Shared(
            "os.mkfifo('/mnt/data/go'); os.chdir('/mnt/data/inner'); print('ready'); open('/mnt/data/go').read(); attempt(os.listdir, '..'); attempt(os.listdir, '../..')"));
        await output.WaitForAsync("ready");

        Directory.Move(inner, Path.Combine(parent.Path, "outside"));
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "go"), "", TestContext.Current.CancellationToken);

        await sandbox.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("ready\nlistdir No such file or directory\nlistdir No such file or directory\n", output.Output + output.Error);
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_program_with_the_set_user_id_bit_gives_nobody_in_a_sandbox_its_owner_s_rights()
    {
        var said = await RunAsync(
            """
            import shutil, subprocess
            shutil.copyfile('/usr/bin/id', '/mnt/data/id'); os.chmod('/mnt/data/id', 0o6755)
            print(oct(os.stat('/mnt/data/id').st_mode), subprocess.run(['/mnt/data/id', '-u'], capture_output=True, text=True).stdout.strip())
            """);
        Assert.Equal("0o106755 993\n", said);

        // On the host it is there, and the owner's: the operator's mount has to be nosuid.
        Assert.Equal((User, Group), OwnerOf("id"));
        Assert.True(File.GetUnixFileMode(Path.Combine(directory.Path, "id")).HasFlag(UnixFileMode.SetUser));
    }

    [Fact]
    public async Task Files_there_may_be_larger_than_tmp_where_the_size_of_files_is_not_limited()
    {
        var code = $"attempt(os.truncate, '/mnt/data/large', {SandboxLimits.DefaultTmpBytes + 1})";
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "large"), "", TestContext.Current.CancellationToken);
        LibC.Chown(Path.Combine(directory.Path, "large"), User, Group);
        var limited = Shared("import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + code);

        Assert.Equal("truncate File too large\n", (await host.RunAsync(limited)).Output.Output);
        Assert.Equal("truncate done None\n", (await host.RunAsync(limited with { Limits = limited.Limits with { LimitsFileSize = false } })).Output.Output);

        Assert.Equal(SandboxLimits.DefaultTmpBytes + 1, new FileInfo(Path.Combine(directory.Path, "large")).Length);
    }

    [Fact]
    public async Task A_sandbox_that_is_reset_sees_it_again()
    {
        await using var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        for (var n = 0; n < 2; n++)
        {
            var output = new CollectedOutput();
            var sandbox = await slot.StartAsync(Shared("open('/mnt/data/file', 'a').write('x'); print(open('/mnt/data/file').read())"), output, TestContext.Current.CancellationToken);
            await sandbox.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Equal(new string('x', n + 1) + "\n", output.Output + output.Error);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_left_mounted_and_no_file_is_lost_when_sandboxes_end(bool late)
    {
        await RunAsync("write('/mnt/data/kept')", late);
        await using (var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken))
            await Assert.ThrowsAsync<SandboxException>(() => slot.StartAsync(Shared("") with { Command = ["/nowhere"] }, new CollectedOutput(), TestContext.Current.CancellationToken));

        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), line => line.Contains(parent.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(HostState.MountsBelow(host.Options.MountDirectory), mount => mount.Contains("/shared/", StringComparison.Ordinal));
        Assert.Equal("x", Read("kept"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_directory_that_is_no_longer_what_it_was_is_not_shown(bool late)
    {
        LibC.Chown(directory.Path, 0, 0);

        var refused = await Assert.ThrowsAsync<SandboxException>(() => RunAsync("print('ran')", late));

        Assert.Equal($"{directory.Path} has another owner than when the server started.", refused.Message);
    }

    [Fact]
    public void A_host_does_not_start_where_the_file_system_does_not_map_owners()
    {
        using var data = new TemporaryDirectory();
        var impossible = new SharedDirectory { Path = "/proc", UserId = 0, GroupId = 0 };
        var options = host.Options with { DataDirectory = data.Path, MountDirectory = $"/run/brasa-test-{Guid.NewGuid():N}", SharedDirectories = [directory, impossible] };

        var refused = Assert.Throws<SandboxException>(() => OciSandboxHost.Start(options));

        Assert.StartsWith("Functions cannot be given /proc. Mapping its owner: ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(HostState.MountsBelow(options.MountDirectory));
    }

    private SandboxSpec Shared(string code) => Python(Try + code) with { Shared = new SharedMount(directory, "/mnt/data") };

    /// <summary>Runs it in a sandbox that sees the directory from its start, or is shown it while it waits.</summary>
    private async Task<string> RunAsync(string code, bool late = false)
    {
        if (!late)
        {
            var (_, all) = await host.RunAsync(Shared(code));
            return all.Output + all.Error;
        }

        var output = new CollectedOutput();
        await using var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        var sandbox = await slot.StartAsync(
            Python("import socket; conn = socket.create_connection(('127.0.0.1', 9001)); conn.recv(1)\n" + Try + code), output, TestContext.Current.CancellationToken);
        using var connection = await slot.Listeners[0].AcceptAsync(TestContext.Current.CancellationToken);
        sandbox.Show(new SharedMount(directory, "/mnt/data"));
        await connection.SendAsync("!"u8.ToArray());
        await sandbox.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return output.Output + output.Error;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(directory.Path, name));

    private (uint User, uint Group) OwnerOf(string name)
    {
        using var opened = new Descriptor(LibC.OpenWithoutLinks(Path.Combine(directory.Path, name)));
        var status = LibC.ReadStatus(opened);
        return (status.UserId, status.GroupId);
    }
}
