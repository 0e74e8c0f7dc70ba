using System.Globalization;
using Brasa.Sandbox.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>What sandboxes reach of a pretended world, in which everything they try answers unless a rule forbids it.</summary>
public sealed class EgressTests : IDisposable
{
    private const string Dial =
        """
        import socket
        def dial(host, port=80, source=None):
            try:
                with socket.create_connection((host, port), 3, source) as connection: return connection.recv(100).decode() or 'reached'
            except OSError as e: return e.strerror or str(e)

        """;

    private const string OwnAddress = "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('203.0.113.10', 9)); own = s.getsockname()[0]\n";

    private static readonly string[] Closed = ["10.99.0.10", "10.99.1.10", "169.254.169.254", "100.64.0.10", "172.16.0.10", "192.168.9.10"];

    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Public_addresses_are_reached_by_number_and_by_name(bool isRouter)
    {
        await using var machine = await PretendMachine.StartAsync(isRouter);
        await using var server = await MachineServer.StartAsync(machine, data.Path);
        Assert.Equal("egress ", server.State);

        Assert.Equal(
            "203.0.113.10 saw 203.0.113.2\n203.0.113.10 saw 203.0.113.2",
            await server.RunAsync($"{Dial}print(dial('203.0.113.10'))\nprint(dial('public.test'))"));
    }

    [Fact]
    public async Task Private_networks_and_metadata_are_closed_by_number_and_by_name()
    {
        await using var machine = await PretendMachine.StartAsync();
        foreach (var address in Closed) Assert.StartsWith(address + " saw ", await OnMachineAsync(machine, address), StringComparison.Ordinal);
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        Assert.Equal(
            string.Join('\n', Enumerable.Repeat("No route to host", Closed.Length + 1)),
            await server.RunAsync($"{Dial}for address in {Python(Closed)}: print(dial(address))\nprint(dial('private.test'))"));
    }

    [Fact]
    public async Task An_allowed_network_is_open_and_no_other()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.Egress, "10.99.0.0/24", "169.254.169.254/32");

        Assert.Equal(
            "10.99.0.10 saw 203.0.113.2\n169.254.169.254 saw 203.0.113.2\n203.0.113.10 saw 203.0.113.2\nNo route to host\nNo route to host",
            await server.RunAsync(
                $"{Dial}for address in ('10.99.0.10', '169.254.169.254', '203.0.113.10', '10.99.1.10', '172.16.0.10'): print(dial(address))"));
    }

    [Fact]
    public async Task The_machine_s_own_addresses_are_closed_also_where_a_network_around_them_is_allowed()
    {
        await using var machine = await PretendMachine.StartAsync();
        await machine.RunAsync(
            "nft 'table ip nat { chain PREROUTING { type nat hook prerouting priority dstnat; tcp dport 9999 dnat to 203.0.113.10:80; }; }'; ip route add 192.168.7.99 dev wan0");
        Assert.Equal("reached", await OnMachineAsync(machine, "203.0.113.2", 8080));
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.Egress, "192.168.7.0/24", "198.18.0.0/15");
        var uplink = (await machine.RunAsync("ip -o address | grep -o '198[.]19[0-9.]*' | head -1")).Trim();
        Assert.Equal("reached", await OnMachineAsync(machine, uplink, 8080));

        // The last is a port that the machine passes on, as one published by a container engine.
        Assert.Equal(
            "timed out\ntimed out\ntimed out\ntimed out",
            await server.RunAsync(
                $"{Dial}for address in ('203.0.113.2', '192.168.7.2', '{uplink}'): print(dial(address, 8080))\nprint(dial('203.0.113.2', 9999))"));
    }

    [Fact]
    public async Task Sandboxes_do_not_reach_one_another()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.Egress, "198.18.0.0/15");
        var word = Guid.NewGuid().ToString("N");
        var (_, output) = server.Start(
            $"{Dial}{OwnAddress}l = socket.create_server(('0.0.0.0', 7000))\nprint(own, 'listens')\nwhile True: l.accept()[0].send(b'mine') # {word}");
        await output.WaitForAsync(" listens");
        var address = output.Output.Split(' ')[0];
        Assert.StartsWith("198.18.", address, StringComparison.Ordinal);

        // From within its own network the listener answers.
        var process = Assert.Single(HostState.Processes(word));
        Assert.Equal("mine", await InNetworkOfAsync(process, $"{Dial}print(dial('{address}', 7000))"));
        Assert.Equal("No route to host", await server.RunAsync($"{Dial}print(dial('{address}', 7000))"));
    }

    [Fact]
    public async Task A_forged_source_address_leads_nowhere()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);
        var word = Guid.NewGuid().ToString("N");
        var (_, output) = server.Start($"import time; print('runs'); time.sleep(60) # {word}");
        await output.WaitForAsync("runs");
        var process = Assert.Single(HostState.Processes(word));

        // A process with rights that no sandbox has gives itself another sandbox's address, and a public one. What it sends as them would
        // be seen in the world, though no answer finds back; the last is sent as its own.
        await PretendMachine.ShellAsync(
            ["nsenter", $"--net={process}/ns/net", "sh", "-c", "ip address add 198.18.77.77/32 dev eth0; ip address add 203.0.113.77/32 dev eth0"]);
        await InNetworkOfAsync(
            process,
            """
            import socket
            for source in '198.18.77.77', '203.0.113.77', '0.0.0.0':
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind((source, 0))
                s.sendto(b'\0\1\1\0\0\1\0\0\0\0\0\0' + bytes([len(source)]) + source.encode() + b'\0\0\1\0\1', ('203.0.113.10', 53))
            """);
        while (machine.Queries.Count == 0) await Task.Delay(20, TestContext.Current.CancellationToken);

        Assert.Equal("0.0.0.0", System.Text.Encoding.ASCII.GetString(Convert.FromHexString(Assert.Single(machine.Queries))[13..20]));
    }

    [Fact]
    public async Task Without_a_network_nothing_is_reached()
    {
        await using var machine = await PretendMachine.StartAsync(isRouter: true);
        var before = await machine.ReadStateAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.None);

        Assert.Equal("none ", server.State);
        Assert.Equal(
            "Network is unreachable\nTemporary failure in name resolution\nConnection refused",
            await server.RunAsync($"{Dial}print(dial('203.0.113.10'))\nprint(dial('public.test'))\nprint(dial('127.0.0.1', 53))"));
        Assert.Equal(before, await machine.ReadStateAsync());
    }

    [Fact]
    public async Task A_sandbox_cannot_change_its_network()
    {
        string[] attempts =
        [
            "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x0300)",
            "socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)",
            "open('/proc/sys/net/ipv4/ip_forward', 'w').write('1')",
            "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh22x', b'eth0', 0))", // SIOCSIFFLAGS: down
            "fcntl.ioctl(socket.socket(), 0x8916, struct.pack('16shHI16x', b'eth0', 2, 0, 0x0100000a))", // SIOCSIFADDR
            "netlink(16, struct.pack('BxHiII', 0, 0, 65536, 0, 1))", // RTM_NEWLINK: eth0 down
            "netlink(17, struct.pack('BxHiII', 0, 0, 65536, 0, 0))", // RTM_DELLINK
            "netlink(20, struct.pack('BBBBi', 2, 32, 0, 0, 65536) + struct.pack('HH4s', 8, 2, b'\\x0a\\0\\0\\1'))", // RTM_NEWADDR
            "netlink(25, struct.pack('BBBBBBBBI', 2, 0, 0, 0, 254, 4, 0, 1, 0))", // RTM_DELROUTE: the default
            "netlink(16, b'\\1\\0\\0\\0', 12, 10)", // nf_tables: a batch of rules
            "socket.socket().setsockopt(socket.SOL_IP, 19, 1)", // IP_TRANSPARENT
            "socket.socket().bind(('203.0.113.77', 0))",
            "socket.socket().bind(('127.0.0.1', 53))",
        ];
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        var said = await server.RunAsync(
            $"""
            import fcntl, os, socket, struct
            {Dial}
            def netlink(kind, body, family=0, type=None):
                s = socket.socket(16, 3, family)
                s.send(struct.pack('IHHII', 16 + len(body), kind if type is None else type, 0x605 if kind in (16, 20) else 5, 1, 0) + body)
                error = struct.unpack('i', s.recv(4096)[16:20])[0]
                if error: raise OSError(-error, os.strerror(-error))
            for attempt in {Python(attempts.Select(attempt => attempt.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)))}:
                try: eval(attempt); print('done')
                except OSError as e: print(e.strerror)
            print(dial('203.0.113.10'))
            """);

        var lines = said.Split('\n');
        Assert.Equal("203.0.113.10 saw 203.0.113.2", lines[^1]);
        Assert.Equal(attempts.Length, lines.Length - 1);
        Assert.All(lines[..^1].Zip(attempts), attempt => Assert.Matches(
            "^(Operation not permitted|Permission denied|Function not implemented|Read-only file system|Cannot assign requested address)$", attempt.First));
    }

    [Fact]
    public async Task There_is_no_ipv6_beyond_the_loopback()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        Assert.Equal("lo\nNetwork is unreachable", await server.RunAsync(
            $"{Dial}print(*[line.split()[-1] for line in open('/proc/net/if_inet6')])\nprint(dial('2001:db8::1'))"));
    }

    [Fact]
    public async Task A_sandbox_has_no_more_connections_than_its_share()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        // Every datagram to another port is a connection for the machine's table.
        var said = await server.RunAsync(
            """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            def send(port):
                try: s.sendto(b'x', ('203.0.113.10', port)); return True
                except OSError: return False
            print(sum(send(port) for port in range(1000, 4000)) > 2000)
            """);
        Assert.Equal("True", said);
        var connections = int.Parse(await machine.RunAsync("cat /proc/sys/net/netfilter/nf_conntrack_count"), CultureInfo.InvariantCulture);
        Assert.InRange(connections, 1000, 1100);
    }

    private static string Python(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(word => $"'{word}'"))}]";

    private static async Task<string> OnMachineAsync(PretendMachine machine, string address, int port = 80) =>
        (await PretendMachine.ShellAsync(machine.Inside("/usr/bin/python3", "-c", $"{Dial}print(dial('{address}', {port}))"))).Trim();

    private static async Task<string> InNetworkOfAsync(string process, string code) =>
        (await PretendMachine.ShellAsync(["nsenter", $"--net={process}/ns/net", "/usr/bin/python3", "-c", code])).Trim();
}
