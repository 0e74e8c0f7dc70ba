using Brasa.Sandbox.Network;
using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>Links between networks that this process makes for itself: the machine's own is not touched.</summary>
public sealed class RouterTests
{
    private const int Mtu = 1400;

    private static readonly NamespacePlan Plan = new() { TakesLinks = true };

    public RouterTests()
    {
        IsolatedHost.SkipUnlessPossible();
        Assert.SkipUnless(HostTools.Find("ip") is not null, "needs ip, of iproute2");
    }

    [Fact]
    public async Task A_connected_network_has_an_interface_with_its_address_and_a_way_out()
    {
        using var router = new Router();
        using var network = NetworkNamespace.Create(Plan);
        router.Connect(network, 258, Mtu);

        var said = await InAsync(network, "ip -o link show eth0; ip -o address show eth0; ip route");
        Assert.Contains($"mtu {Mtu} ", said, StringComparison.Ordinal);
        Assert.Contains("inet 198.18.1.2 peer 198.18.0.1/32", said, StringComparison.Ordinal);
        Assert.Contains("default via 198.18.0.1 dev eth0", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_takes_both_ends_away_at_once_and_the_number_can_be_used_again()
    {
        using var router = new Router();
        using var first = NetworkNamespace.Create(Plan);
        using var second = NetworkNamespace.Create(Plan);

        router.Connect(first, 7, Mtu);
        Assert.Throws<SandboxException>(() => router.Connect(second, 7, Mtu));
        router.Disconnect(7);
        router.Connect(second, 7, Mtu);

        Assert.DoesNotContain("eth0", await InAsync(first, "ip -o link"), StringComparison.Ordinal);
        Assert.Contains("eth0", await InAsync(second, "ip -o link"), StringComparison.Ordinal);
    }

    [Fact]
    public void Disconnecting_what_went_with_its_network_is_harmless()
    {
        using var router = new Router();
        using (var network = NetworkNamespace.Create(Plan)) router.Connect(network, 7, Mtu);

        router.Disconnect(7);
        router.Disconnect(7);
    }

    private static Task<string> InAsync(NetworkNamespace network, string script) =>
        PretendMachine.ShellAsync(["nsenter", $"--net={network.Path}", "sh", "-c", script]);
}
