using Brasa.Sandbox.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>What sandboxes reach that are held to policies, in the pretended world of <see cref="EgressTests"/>.</summary>
public sealed class NetworkPolicyTests : IDisposable
{
    private const string Dial =
        """
        import socket
        def dial(host, port=80):
            try:
                with socket.create_connection((host, port), 3) as connection: return connection.recv(100).decode() or 'reached'
            except OSError as e: return e.strerror or str(e)
        def ask(host):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                s.settimeout(3)
                s.connect((host, 53))
                try:
                    s.send(b'ab\1\0\0\1\0\0\0\0\0\0\6public\4test\0\0\1\0\1')
                    return socket.inet_ntoa(s.recv(512)[-4:])
                except OSError as e: return e.strerror or str(e)

        """;

    private const string Refused = "No route to host";
    private const string All = "any:0.0.0.0/0";

    /// <summary>The world listens at ports 80 and, for names, 53.</summary>
    private static readonly string[] Policies =
    [
        $"closed|10.99.0.0/24|no|{All}",
        $"open|10.99.0.0/24|internet|{All}",
        "web|10.99.0.0/24|no|tcp:10.99.0.0/24:80-80",
        "names|203.0.113.10/32|no|udp:203.0.113.0/24:50-60",
        "far|10.99.0.0/24|no|tcp:0.0.0.0/0:0-65535,icmp:0.0.0.0/0",
        "nothing|10.99.0.0/24|internet|",
    ];

    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("closed", "10.99.0.10", Refused, Refused, Refused, Refused)]
    [InlineData("open", "10.99.0.10", Refused, Refused, "203.0.113.10", "203.0.113.10")]
    [InlineData("web", "10.99.0.10", Refused, Refused, Refused, Refused)]
    [InlineData("names", Refused, Refused, Refused, Refused, "203.0.113.10")]
    [InlineData("web,names", "10.99.0.10", Refused, Refused, Refused, "203.0.113.10")]
    [InlineData("names,web,nothing,far,closed", "10.99.0.10", Refused, Refused, Refused, "203.0.113.10")]
    [InlineData("far", "10.99.0.10", Refused, Refused, Refused, Refused)]
    [InlineData("nothing", Refused, Refused, Refused, Refused, Refused)]
    [InlineData("", Refused, Refused, "172.16.0.10", "203.0.113.10", "203.0.113.10")]
    public async Task A_sandbox_reaches_what_its_policies_allow_and_nothing_else(
        string policies, string named, string neighbour, string allowed, string world, string datagram)
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.Egress, [.. Policies, "172.16.0.0/12"]);

        var said = await server.RunAsync(
            $"{Dial}for address in '10.99.0.10', '10.99.1.10', '172.16.0.10', '203.0.113.10': print(dial(address))\nprint(ask('203.0.113.10'))",
            policies.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal([named, neighbour, allowed, world, datagram], said.Split('\n').Select(line => line.Split(" saw ")[0]));
    }

    [Fact]
    public async Task Names_are_resolved_whatever_is_reached_and_the_machine_and_other_sandboxes_stay_closed()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.Egress, "wide|198.18.0.0/15,192.168.7.0/24|internet|any:0.0.0.0/0");
        var (_, output) = server.Start(
            $"{Dial}s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('203.0.113.10', 9))\n" +
            "l = socket.create_server(('0.0.0.0', 7000))\nprint(s.getsockname()[0], 'listens')\nwhile True: l.accept()[0].send(b'mine')", "wide");
        await output.WaitForAsync(" listens");
        var other = output.Output.Split(' ')[0];

        Assert.Equal(
            $"203.0.113.10 saw 203.0.113.2\ntimed out\ntimed out\n{Refused}",
            await server.RunAsync(
                $"{Dial}print(dial('public.test'))\nfor address in '192.168.7.2', '203.0.113.2': print(dial(address, 8080))\nprint(dial('{other}', 7000))", "wide"));
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_and_one_too_many_start_nothing()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.Egress, Policies);

        Assert.Equal("There is no network policy other.", await server.RunAsync("print('ran')", "web", "other"));
        Assert.Equal("A sandbox is held to at most 5 network policies.", await server.RunAsync("print('ran')", "closed", "open", "web", "names", "far", "nothing"));
        Assert.Equal("ran", await server.RunAsync("print('ran')", "web", "web", "names", "names", "web", "far"));
    }

    [Fact]
    public async Task Without_a_network_no_policy_can_be_held_to()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await MachineServer.StartAsync(machine, data.Path, SandboxNetwork.None, Policies);

        Assert.Equal("Sandboxes have no network here that a policy could open.", await server.RunAsync("print('ran')", "web"));
    }
}
