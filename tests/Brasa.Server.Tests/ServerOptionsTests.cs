using System.Net;
using Brasa.Sandbox;

namespace Brasa.Server.Tests;

public sealed class ServerOptionsTests
{
    private static readonly ServerOptions Usual = new()
    {
        Port = ServerOptions.DefaultPort,
        Listen = IPAddress.Loopback,
        TlsCertificatePath = null,
        TlsKeyPath = null,
        DataDirectory = "/var/lib/brasa",
        Isolation = Isolation.Sandbox,
        OciRuntime = "crun",
        Network = SandboxNetwork.EgressWherePossible,
        AllowedCidrs = [],
        NetworksPath = null,
        Authenticates = false,
        NewRootKeyAccount = null,
        AccountConcurrency = 1_000,
        PricesPath = null,
        BudgetsPath = null,
        FileSystems = [],
    };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Loopback_needs_neither_keys_nor_TLS(string address)
    {
        var options = Usual with { Listen = IPAddress.Parse(address) };

        Assert.Null(options.Problem());
        Assert.False(options.ServesNetwork || options.UsesTls);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.7.2")]
    [InlineData("fd00::2")]
    public void Any_other_address_needs_callers_that_are_verified_and_has_TLS(string address)
    {
        var options = Usual with { Listen = IPAddress.Parse(address) };

        Assert.Equal($"--listen {address} would let anyone on the network in: give --auth on too, which verifies every request, or a loopback address.", options.Problem());
        Assert.Null((options with { Authenticates = true }).Problem());
        Assert.True(options.ServesNetwork && options.UsesTls);
    }

    [Fact]
    public void Without_isolation_nobody_else_is_served()
    {
        var options = Usual with { Listen = IPAddress.Any, Authenticates = true, Isolation = Isolation.None };

        Assert.StartsWith("--listen 0.0.0.0 would let whoever may create a function run programs with this server's rights", options.Problem(), StringComparison.Ordinal);
        Assert.Null((options with { Listen = IPAddress.Loopback }).Problem());
        Assert.Null((options with { Isolation = Isolation.Sandbox }).Problem());
    }

    [Fact]
    public void A_certificate_comes_with_its_key_and_turns_TLS_on_everywhere()
    {
        const string Problem = "--tls-cert and --tls-key belong together: give both, or neither.";
        Assert.Equal(Problem, (Usual with { TlsCertificatePath = "/cert" }).Problem());
        Assert.Equal(Problem, (Usual with { TlsKeyPath = "/key" }).Problem());

        var both = Usual with { TlsCertificatePath = "/cert", TlsKeyPath = "/key" };
        Assert.Null(both.Problem());
        Assert.True(both.UsesTls);
    }

    [Fact]
    public void A_root_key_is_made_where_keys_are_asked_for()
    {
        Assert.Equal("--new-root-key is for a server that asks for keys: give --auth on too.", (Usual with { NewRootKeyAccount = "000000000000" }).Problem());
        Assert.Null((Usual with { NewRootKeyAccount = "123456789012", Authenticates = true }).Problem());
        Assert.Equal("--new-root-key mine is no account: give its twelve digits.", (Usual with { NewRootKeyAccount = "mine", Authenticates = true }).Problem());
    }
}
