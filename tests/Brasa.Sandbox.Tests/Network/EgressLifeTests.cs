using Brasa.Sandbox.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>What a server changes in its machine's network, and that it takes all of it back.</summary>
public sealed class EgressLifeTests : IDisposable
{
    private const string DialPublic = "import socket; print(socket.create_connection(('203.0.113.10', 80), 3).recv(100).decode())";
    private const string Reached = "203.0.113.10 saw 203.0.113.2";
    private const string Forwarding = "/proc/sys/net/ipv4/conf/wan0/forwarding";

    private readonly TemporaryDirectory data = new();
    private readonly TemporaryDirectory otherData = new();

    public void Dispose()
    {
        data.Dispose();
        otherData.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_ends_leaves_the_machine_s_network_as_it_was(bool isRouter)
    {
        await using var machine = await PretendMachine.StartAsync(isRouter);
        var before = await machine.ReadStateAsync();
        await using (var server = await MachineServer.StartAsync(machine, data.Path))
        {
            Assert.Equal(Reached, await server.RunAsync(DialPublic));
            Assert.Contains("table inet brasa-", await machine.ReadStateAsync(), StringComparison.Ordinal);
            Assert.Equal("1\n", await machine.RunAsync($"cat {Forwarding}"));
            Assert.Equal(isRouter ? "1\n" : "0\n", await machine.RunAsync("cat /proc/sys/net/ipv4/ip_forward"));
        }

        Assert.Equal(before, await machine.ReadStateAsync());
    }

    [Theory]
    [InlineData(SandboxNetwork.None)]
    [InlineData(SandboxNetwork.Egress)]
    [InlineData(SandboxNetwork.EgressWherePossible)]
    public async Task What_a_killed_server_left_is_taken_back_by_the_next(SandboxNetwork next)
    {
        await using var machine = await PretendMachine.StartAsync();
        var before = await machine.ReadStateAsync();
        await using (var killed = await MachineServer.StartAsync(machine, data.Path))
        {
            Assert.Equal(Reached, await killed.RunAsync(DialPublic));
            await killed.KillAsync();
        }

        Assert.Contains("table inet brasa-", await machine.ReadStateAsync(), StringComparison.Ordinal);
        await using (var server = await MachineServer.StartAsync(machine, data.Path, next))
        {
            if (next == SandboxNetwork.None) Assert.Equal(before, await machine.ReadStateAsync());
            else Assert.Equal(Reached, await server.RunAsync(DialPublic));
        }

        Assert.Equal(before, await machine.ReadStateAsync());
    }

    [Fact]
    public async Task Two_servers_share_a_machine_and_the_last_to_end_takes_the_rest_back()
    {
        await using var machine = await PretendMachine.StartAsync();
        var before = await machine.ReadStateAsync();
        await using (var second = await StartFirstAndSecondAsync(machine))
        {
            Assert.Equal("1\n", await machine.RunAsync($"cat {Forwarding}"));
            Assert.Equal(Reached, await second.RunAsync(DialPublic));
        }

        Assert.Equal(before, await machine.ReadStateAsync());
    }

    [Fact]
    public async Task A_machine_that_does_not_forward_goes_on_refusing_to_for_others()
    {
        await using var machine = await PretendMachine.StartAsync();
        await machine.RunAsync(
            "ip link add lan0 type veth peer name lan1; ip link set lan1 up; ip link set lan0 up; ip address add 10.50.0.1/24 dev lan0;" +
            "ip neighbour add 10.50.0.2 lladdr 02:00:00:00:00:01 dev lan0 nud permanent;" +
            "nft 'table ip watch { chain sent { type filter hook postrouting priority 300; oifname \"lan0\" ip daddr 10.50.0.2 counter; }; }'");
        await machine.RunInWorldAsync("ip route add 10.50.0.0/24 via 203.0.113.2");
        const string send = "/usr/bin/python3 -c \"import socket; socket.socket(2, 2).sendto(b'x', ('10.50.0.2', 9))\"";
        await using (var server = await MachineServer.StartAsync(machine, data.Path))
        {
            Assert.Equal(Reached, await server.RunAsync(DialPublic));
            await machine.RunInWorldAsync(send);
            Assert.Contains("counter packets 0", await machine.RunAsync("nft list table ip watch"), StringComparison.Ordinal);
        }

        // The same packet passes a machine that forwards.
        await machine.RunAsync("echo 1 > /proc/sys/net/ipv4/ip_forward");
        await machine.RunInWorldAsync(send);
        Assert.Contains("counter packets 1", await machine.RunAsync("nft list table ip watch"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_with_no_way_out_has_no_egress_and_says_so()
    {
        await using var machine = await PretendMachine.StartAsync();
        await machine.RunAsync("ip route del default");
        await using var wanted = await MachineServer.StartAsync(machine, data.Path);
        await using var possible = await MachineServer.StartAsync(machine, otherData.Path, SandboxNetwork.EgressWherePossible);

        Assert.Matches("^failed: .*no IPv4 route to other networks.*Mend it with: .* Or give --network none.$", wanted.State);
        Assert.Equal("none This machine has no IPv4 route to other networks.", possible.State);
    }

    [Fact]
    public async Task A_firewall_that_forwards_nothing_by_itself_turns_egress_off_unless_it_is_asked_for()
    {
        await using var machine = await PretendMachine.StartAsync(isRouter: true);
        await machine.RunAsync(
            "nft 'table ip filter { chain FORWARD { type filter hook forward priority filter; policy drop; iifname \"brasa-*\" accept; oifname \"brasa-*\" accept; }; }'");
        await using var possible = await MachineServer.StartAsync(machine, otherData.Path, SandboxNetwork.EgressWherePossible);
        await using var wanted = await MachineServer.StartAsync(machine, data.Path);

        Assert.StartsWith("none This machine's firewall drops what it is to forward", possible.State, StringComparison.Ordinal);
        Assert.EndsWith("(chain ip filter FORWARD).", possible.State, StringComparison.Ordinal);
        Assert.StartsWith("egress This machine's firewall drops", wanted.State, StringComparison.Ordinal);
        Assert.Equal(Reached, await wanted.RunAsync(DialPublic));
    }

    private async Task<MachineServer> StartFirstAndSecondAsync(PretendMachine machine)
    {
        await using var first = await MachineServer.StartAsync(machine, data.Path);
        var second = await MachineServer.StartAsync(machine, otherData.Path);
        Assert.Equal(Reached, await first.RunAsync(DialPublic));
        Assert.Equal(Reached, await second.RunAsync(DialPublic));
        return second;
    }
}
