using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.Network;

/// <summary>What sandboxes reach of a pretended world, in which everything they try answers unless a rule forbids it.</summary>
public sealed class EgressTests : IDisposable
{
    private const string Dial =
        """
        import socket
        def dial(host, port=80):
            try:
                with socket.create_connection((host, port), 3) as connection: return connection.recv(100).decode() or 'reached'
            except OSError as e: return e.strerror or str(e)

        """;

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

    [Theory]
    [InlineData("10.99.0.10")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.10")]
    [InlineData("172.16.0.10")]
    [InlineData("192.168.9.10")]
    [InlineData("private.test")]
    public async Task Private_networks_and_metadata_are_closed(string address)
    {
        await using var machine = await PretendMachine.StartAsync();
        Assert.Contains("saw 203.0.113.2", await machine.RunAsync($"/usr/bin/python3 -c \"{Dial}print(dial('{address.Replace("private.test", "10.99.0.10", StringComparison.Ordinal)}'))\""), StringComparison.Ordinal);
        await using var server = await MachineServer.StartAsync(machine, data.Path);

        Assert.Equal("No route to host", await server.RunAsync($"{Dial}print(dial('{address}'))"));
    }
}
