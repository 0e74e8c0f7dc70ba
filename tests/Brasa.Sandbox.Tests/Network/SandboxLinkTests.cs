using System.Diagnostics;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Network.Dns;
using Brasa.Sandbox.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>Sandboxes' places at a router between networks that this process makes for itself; there is but one address for all of them.</summary>
public sealed class SandboxLinkTests : IAsyncLifetime
{
    private const int Mtu = 1400;
    private const string Refused = "No route to host";

    /// <summary>Says what came of a datagram sent from the same port each time, so that the router's table of connections knows it.</summary>
    private const string Ask =
        "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(('0.0.0.0', 40000))\ns.settimeout(5)\ns.connect(('10.20.0.5', 7000))\n" +
        "try: s.send(b'x'); print(s.recv(9).decode())\nexcept OSError as e: print(e.strerror or e)";

    private readonly AddressPool addresses = new();
    private readonly DnsForwarder names = new(new Resolvers("/nowhere"));
    private readonly Router router = new(new RouterRules([], [PolicyText.Read("vpc|10.20.0.0/16|no|any:0.0.0.0/0"), PolicyText.Read("none|10.20.0.0/16|no|")]));
    private readonly NetworkNamespace machine = NetworkNamespace.Create(new NamespacePlan { TakesLinks = true });
    private Process? answering;

    public async ValueTask InitializeAsync()
    {
        IsolatedHost.SkipUnlessPossible();
        Assert.SkipUnless(HostTools.Find("ip") is not null && Nft.IsInstalled, "needs ip and nft");
        for (var number = 3; number <= 65_534; number++) addresses.Take();
        router.ConnectUplink("up0", machine.Handle, Mtu);
        await InAsync(machine, "ip link set up0 up; ip address add 198.19.0.0 peer 198.19.0.1 dev up0; ip address add 10.20.0.5/32 dev lo");
        router.Open(198u << 24 | 19u << 16 | 1, 198u << 24 | 19u << 16, Nft.Require());

        const string echo = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('10.20.0.5', 7000)); print('ready')\nwhile True: s.sendto(b'answer', s.recvfrom(9)[1])";
        answering = Process.Start(new ProcessStartInfo("nsenter", [$"--net={machine.Path}", "/usr/bin/python3", "-u", "-c", echo]) { RedirectStandardOutput = true })!;
        await answering.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        answering?.Kill();
        answering?.Dispose();
        router.Dispose();
        machine.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_address_that_is_used_again_inherits_neither_policies_nor_connections()
    {
        using (var first = NetworkNamespace.Create(EgressNetwork.Plan([])))
        using (var link = Connect(first))
        {
            link.HoldTo(["vpc"]);
            Assert.Equal("answer", await AskAsync(first));
        }

        using var second = NetworkNamespace.Create(EgressNetwork.Plan([]));
        using var again = Connect(second);
        Assert.Equal(Refused, await AskAsync(second));

        again.HoldTo(["vpc"]);
        Assert.Equal("answer", await AskAsync(second));
    }

    [Fact]
    public async Task Other_policies_take_the_place_of_those_of_before_also_for_connections_that_are_open()
    {
        using var network = NetworkNamespace.Create(EgressNetwork.Plan([]));
        using var link = Connect(network);
        link.HoldTo(["none", "vpc"]);
        Assert.Equal("answer", await AskAsync(network));

        link.HoldTo(["none"]);
        Assert.Equal(Refused, await AskAsync(network));
        Assert.Throws<SandboxException>(() => link.HoldTo(["vpc", "other"]));
        Assert.Equal(Refused, await AskAsync(network));
        link.HoldTo(["vpc"]);
        Assert.Equal("answer", await AskAsync(network));
        link.HoldTo([]);
        Assert.Equal(Refused, await AskAsync(network));
    }

    [Fact]
    public void A_link_that_is_off_is_held_to_nothing_any_more_and_gives_its_address_back_once()
    {
        using var network = NetworkNamespace.Create(EgressNetwork.Plan([]));
        var link = Connect(network);
        link.HoldTo(["vpc"]);
        link.Dispose();
        link.Dispose();

        Assert.Throws<ObjectDisposedException>(() => link.HoldTo(["none"]));
        addresses.Take();
        Assert.Throws<SandboxException>(() => addresses.Take());
    }

    /// <summary>Prints what holding a sandbox to policies costs, beside a thousand others. Explicit: numbers mean something on a quiet machine only.</summary>
    [Fact(Explicit = true)]
    public void Times()
    {
        const int rounds = 1000;
        var times = new List<double>();
        for (var number = 100u; number < 100 + rounds; number++)
        {
            var begin = Stopwatch.GetTimestamp();
            router.Hold(AddressPool.AddressOf((int)number), [], ["vpc", "none"]);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        static string Of(IEnumerable<double> some) => $"p50 {some.Order().ElementAt(some.Count() / 2):F3} ms, p95 {some.Order().ElementAt(some.Count() * 95 / 100):F3} ms";
        TestContext.Current.SendDiagnosticMessage($"the first hundred: {Of(times[..100])}; the last: {Of(times[^100..])}");
    }

    private SandboxLink Connect(NetworkNamespace network) => new(network, addresses, router, names, Mtu);

    private static async Task<string> AskAsync(NetworkNamespace network) =>
        (await PretendMachine.ShellAsync(["nsenter", $"--net={network.Path}", "/usr/bin/python3", "-c", Ask])).Trim();

    private static Task<string> InAsync(NetworkNamespace network, string script) =>
        PretendMachine.ShellAsync(["nsenter", $"--net={network.Path}", "sh", "-c", script]);
}
