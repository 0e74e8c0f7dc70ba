using System.Net;
using Brasa.Sandbox.Network;

namespace Brasa.Sandbox.Tests.Network;

public sealed class HostRoutesTests
{
    private static readonly IReadOnlyList<HostRoute> Routes = HostRoutes.Parse(
    [
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
        "eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
        "wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
        "eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
        "tun0\t0000640A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
        "brasa-12345678\t0100C612\t00000000\t0001\t0\t0\t0\tFFFFFFFF\t0\t0\t0",
        "*\t0000140A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0",
    ]);

    [Fact]
    public void Destinations_are_read_from_the_kernel_s_numbers() => Assert.Equal(
        ["0.0.0.0/0", "0.0.0.0/0", "192.168.0.0/24", "10.100.0.0/16", "18.198.0.1/32"], Routes.Select(route => route.Destination.ToString()));

    [Fact]
    public void Packets_leave_by_the_default_routes() => Assert.Equal(["eth0", "wlan0"], HostRoutes.InterfacesTo(Routes, []));

    [Theory]
    [InlineData("10.100.3.0/24")]
    [InlineData("10.0.0.0/8")]
    public void And_by_the_routes_to_allowed_networks(string allowed) =>
        Assert.Equal(["eth0", "wlan0", "tun0"], HostRoutes.InterfacesTo(Routes, [IPNetwork.Parse(allowed)]));
}
