using System.Diagnostics;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Network.Dns;
using Brasa.Sandbox.Tests.Support;
using Brasa.Tests.Shared;

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
        using var router = new Router(new RouterRules([], []));
        using var network = NetworkNamespace.Create(Plan);
        router.Connect(network, 258, Mtu);

        var said = await InAsync(network, "ip -o link show eth0; ip -o address show eth0; ip route");
        Assert.Contains($"mtu {Mtu} ", said, StringComparison.Ordinal);
        Assert.Contains("inet 198.18.1.2 peer 198.18.0.1/32", said, StringComparison.Ordinal);
        Assert.Contains("default via 198.18.0.1 dev eth0", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_takes_both_ends_away_at_once_so_that_the_number_can_be_used_again()
    {
        using var router = new Router(new RouterRules([], []));
        using var first = NetworkNamespace.Create(Plan);
        using var second = NetworkNamespace.Create(Plan);

        router.Connect(first, 7, Mtu);
        Assert.Throws<SandboxException>(() => router.Connect(second, 7, Mtu));
        Router.Disconnect(first);
        Router.Disconnect(first);
        router.Connect(second, 7, Mtu);

        Assert.DoesNotContain("eth0", await InAsync(first, "ip -o link"), StringComparison.Ordinal);
        Assert.Contains("eth0", await InAsync(second, "ip -o link"), StringComparison.Ordinal);
    }

    /// <summary>Prints what a slot's network costs. Explicit: numbers mean something on a quiet machine only.</summary>
    [Fact(Explicit = true)]
    public void Times()
    {
        const int rounds = 200;
        using var router = new Router(new RouterRules([], []));
        var names = new DnsForwarder(new Resolvers("/nowhere"));
        var (alone, connected, returned) = (new List<double>(), new List<double>(), new List<double>());
        for (var number = 2; number < rounds; number++)
        {
            var begin = Stopwatch.GetTimestamp();
            NetworkNamespace.Create(new NamespacePlan { TcpPorts = [9001, 4566] }).Dispose();
            alone.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);

            begin = Stopwatch.GetTimestamp();
            using var network = NetworkNamespace.Create(EgressNetwork.Plan([9001, 4566]));
            router.Connect(network, number, Mtu);
            using var server = new DnsServer(network.Receivers[0], network.Listeners[^1], names);
            connected.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);

            begin = Stopwatch.GetTimestamp();
            Router.Disconnect(network);
            returned.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        static string Of(List<double> times) => $"p50 {times.Order().ElementAt(times.Count / 2):F2} ms, p95 {times.Order().ElementAt(times.Count * 95 / 100):F2} ms";
        TestContext.Current.SendDiagnosticMessage($"a network: {Of(alone)}; one with egress: {Of(connected)}; taking it off: {Of(returned)}");
    }

    private static Task<string> InAsync(NetworkNamespace network, string script) =>
        PretendMachine.ShellAsync(["nsenter", $"--net={network.Path}", "sh", "-c", script]);
}
