using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>Servers that cannot start, and say why.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("0.0.0.0", "--listen 0.0.0.0 would let anyone on the network in: give --auth on too, which verifies every request, or a loopback address.")]
    [InlineData("::", "--listen :: would let anyone on the network in: give --auth on too, which verifies every request, or a loopback address.")]
    [InlineData("example.com", "--listen takes an IP address, as 127.0.0.1 or ::1.")]
    public Task An_address_that_is_not_loopback_is_refused_without_verification(string address, string message) => IsRefusedAsync($"brasa: {message}", "--listen", address);

    [Fact]
    public Task An_address_of_another_machine_is_refused() =>
        IsRefusedAsync("brasa: --listen 192.0.2.77 is no address of this machine.", "--listen", "192.0.2.77", "--auth", "on");

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_refused_in_one_line()
    {
        var file = Path.Combine(data.Path, "cert.pem");
        await IsRefusedAsync($"brasa: --tls-cert {file} cannot be read: ", "--tls-cert", file, "--tls-key", file);
        await File.WriteAllTextAsync(file, "none", TestContext.Current.CancellationToken);
        await IsRefusedAsync($"brasa: --tls-cert {file} holds no certificate in PEM.", "--tls-cert", file, "--tls-key", file);
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    public Task A_port_out_of_range_is_refused(string port) =>
        IsRefusedAsync($"brasa: --port {port} is no TCP port: give one from 0 to 65535.", $"--port={port}");

    [Fact]
    public Task A_port_that_is_no_number_is_refused() => IsRefusedAsync("'http'", "--port", "http");

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0")]
    [InlineData("fc00::/7")]
    [InlineData("intranet")]
    public Task An_allowed_network_that_is_none_is_refused(string cidr) => IsRefusedAsync(
        $"brasa: --allow-cidr {cidr} is no IPv4 network: give its first address and the length of its prefix, as 10.20.0.0/16.", "--allow-cidr", cidr);

    [Theory]
    [InlineData("--network", "none")]
    [InlineData("--isolation", "none")]
    public Task An_allowed_network_without_a_network_is_refused(string option, string value) =>
        IsRefusedAsync("brasa: --allow-cidr opens networks to functions", "--allow-cidr", "10.0.0.0/8", option, value);

    [Theory]
    [InlineData("--network", "none")]
    [InlineData("--isolation", "none")]
    public Task Declared_networks_without_a_network_are_refused(string option, string value) =>
        IsRefusedAsync("brasa: --networks declares networks to functions", "--networks", "networks.json", option, value);

    [Fact]
    public async Task Declared_networks_that_are_none_are_refused()
    {
        var file = Path.Combine(data.Path, "networks.json");
        await IsRefusedAsync($"brasa: --networks {file} cannot be read: ", "--networks", file);
        await File.WriteAllTextAsync(file, """{"vpcs": [{"vpcId": "1"}]}""", TestContext.Current.CancellationToken);
        await IsRefusedAsync($"brasa: --networks {file}: vpcs[0].vpcId is \"1\": give vpc- and then digits and lower-case letters, as vpc-0a1b2c3d.", "--networks", file);
    }

    [Fact]
    public Task Egress_without_sandboxes_is_refused() =>
        IsRefusedAsync("brasa: --network egress is for sandboxes", "--network", "egress", "--isolation", "none");

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        await using var first = await ServerProcess.StartAsync(data.Path);
        await IsRefusedAsync($"brasa: Another Brasa server uses {data.Path}. Stop it, or give this one its own directory with --data.", "--port", "0");
        Assert.Equal("ok", (await Health.OfAsync(first)).Status);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_in_one_line()
    {
        await using var first = await ServerProcess.StartAsync(data.Path);
        using var other = new TemporaryDirectory();
        var (exitCode, output) = await ServerProcess.RunAsync("--data", other.Path, "--port", $"{first.Address.Port}");
        Assert.Equal(1, exitCode);
        Assert.Matches("^brasa: [^\n]*address already in use[^\n]*\n$", output);
    }

    private async Task IsRefusedAsync(string message, params string[] options)
    {
        var (exitCode, output) = await ServerProcess.RunAsync(["--data", data.Path, .. options]);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
