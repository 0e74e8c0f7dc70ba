using System.Net;
using System.Net.Sockets;
using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

public sealed class OciIsolationTests(IsolatedHost host)
{
    [Fact]
    public async Task The_process_is_nobody_special()
    {
        var (_, output) = await host.RunAsync(Python(
            """
            import os
            status = dict(l.split(':', 1) for l in open('/proc/self/status') if ':' in l)
            print(os.getuid(), os.getgid(), os.getpid(), os.uname().nodename)
            print({status[k].strip() for k in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')}, status['NoNewPrivs'].strip(), status['Seccomp'].strip())
            """));

        Assert.Equal("993 990 1 sandbox\n{'0000000000000000'} 1 2\n", output.Output);
    }

    [Fact]
    public async Task Nothing_but_tmp_can_be_written()
    {
        var (_, output) = await host.RunAsync(Python(
            """
            import os
            writable = []
            for top, dirs, files in os.walk('/'):
                if top.startswith(('/proc', '/usr/share', '/usr/lib', '/usr/include')): dirs.clear()
                try: open(os.path.join(top, '.probe'), 'w'); writable.append(top)
                except OSError: pass
            print(writable, open('/tmp/x', 'w').write('hello'))
            """));

        Assert.Equal("['/tmp'] 5\n", output.Output);
    }

    [Fact]
    public async Task Tmp_starts_empty_and_belongs_to_everybody()
    {
        var (_, output) = await host.RunAsync(Python("import os; s = os.stat('/tmp'); print(os.listdir('/tmp'), oct(s.st_mode), s.st_uid)"));

        Assert.Equal("[] 0o41777 0\n", output.Output);
    }

    [Fact]
    public async Task A_listener_of_its_slot_is_reached_from_inside_and_ports_of_the_host_are_not()
    {
        using var onHost = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        onHost.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        onHost.Listen();
        await using var slot = await host.Host.ReserveAsync(TestContext.Current.CancellationToken);
        var output = new CollectedOutput();
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, Port), slot.AddressInside(0));

        await using var sandbox = await slot.StartAsync(
            Python(
                $"""
                import socket
                for port in ({Port}, 9002, {((IPEndPoint)onHost.LocalEndPoint!).Port}):
                    try: socket.create_connection(('127.0.0.1', port), 2); print('reached')
                    except OSError as e: print(e.strerror)
                """),
            output,
            TestContext.Current.CancellationToken);
        using var first = await slot.Listeners[0].AcceptAsync(TestContext.Current.CancellationToken);
        using var second = await slot.Listeners[1].AcceptAsync(TestContext.Current.CancellationToken);
        await sandbox.Exited;

        Assert.Equal("reached\nreached\nConnection refused\n", output.Output);
    }

    [Fact]
    public async Task A_mount_from_a_directory_closed_to_others_is_readable_and_read_only()
    {
        using var code = new TemporaryDirectory(); // mode 0700
        var inner = Directory.CreateDirectory(Path.Combine(code.Path, "task")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inner, "app.py"), "print('loaded')", TestContext.Current.CancellationToken);

        var (_, output) = await host.RunAsync(Python(
            """
            exec(open('/var/task/app.py').read())
            try: open('/var/task/new', 'w')
            except OSError as e: print(e.strerror)
            print(open('/a/file/anywhere').read())
            """) with
        {
            Mounts = [new SandboxMount(inner, "/var/task"), new SandboxMount(Path.Combine(inner, "app.py"), "/a/file/anywhere")],
        });

        Assert.Equal("loaded\nRead-only file system\nprint('loaded')\n", output.Output);
    }

    [Theory]
    [InlineData("os.listdir('/data')")]
    [InlineData("open('/etc/shadow')")]
    [InlineData("open('/proc/kcore', 'rb').read(1)[0]")]
    [InlineData("open('/proc/sys/kernel/hostname', 'w')")]
    [InlineData("open('/dev/loop0')")]
    [InlineData("os.setuid(0)")]
    [InlineData("os.mknod('/tmp/null', 0o20666, os.makedev(1, 3))")]
    [InlineData("os.kill(2, 9)")]
    [InlineData("socket.sethostname('x')")]
    [InlineData("socket.socket(40, 1, 0)")]
    public async Task The_machine_is_out_of_reach(string attempt)
    {
        var (exit, output) = await host.RunAsync(Python($"import os, socket\ntry: {attempt}\nexcept (OSError, IndexError): raise SystemExit(42)"));

        Assert.Equal((42, ""), (exit.ExitCode ?? -1, output.Error));
    }

    [Theory]
    [InlineData(272, 0x10000000, "unshare with a user namespace")]
    [InlineData(435, 0, "clone3")]
    [InlineData(56, 0x10000000, "clone with a user namespace")]
    [InlineData(101, 0, "ptrace")]
    [InlineData(165, 0, "mount")]
    [InlineData(250, 0, "keyctl")]
    [InlineData(321, 0, "bpf")]
    [InlineData(425, 1, "io_uring_setup")]
    public async Task Dangerous_system_calls_do_not_exist(int number, long argument, string name)
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "numbers of x86-64");
        var (_, output) = await host.RunAsync(Python(
            $"import ctypes; c = ctypes.CDLL(None, use_errno=True); print(c.syscall({number}, ctypes.c_long({argument}), 0, 0, 0, 0), ctypes.get_errno())"));

        Assert.True(output.Output == "-1 38\n", $"{name}: {output.Output}");
    }
}
