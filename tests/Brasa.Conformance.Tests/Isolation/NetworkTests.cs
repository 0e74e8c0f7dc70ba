using Brasa.Conformance.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Conformance.Tests.Isolation;

/// <summary>What functions reach beyond their server, on a machine and in a world that the test pretends.</summary>
public sealed class NetworkTests : IDisposable
{
    private const string Name = "dialler";

    private const string Dial = """
        import os, socket, urllib.request

        def handler(targets, context):
            def dial(target):
                host, port = target.split(":")
                try:
                    with socket.create_connection((host, int(port)), 2) as connection:
                        return connection.recv(100).decode() or "reached"
                except OSError as error:
                    return error.strerror or str(error)
            return [dial(target) for target in targets]
        """;

    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Functions_reach_the_world_but_neither_the_machine_nor_private_networks()
    {
        await using var machine = await PretendMachine.StartAsync();
        var before = await machine.ReadStateAsync();
        await using var server = await ServerProcess.StartOnAsync(machine, data.Path);
        await SaysAsync(server, "network    egress: functions reach public IPv4 addresses; not this machine, private networks or one another");
        Assert.Contains("\"network\":\"egress\"", await HealthAsync(machine, server), StringComparison.Ordinal);

        Assert.Equal(
            """["203.0.113.10 saw 203.0.113.2","203.0.113.10 saw 203.0.113.2","No route to host","No route to host","timed out","timed out"]""",
            await DialAsync(machine, server, "203.0.113.10:80", "public.test:80", "10.99.0.10:80", "169.254.169.254:80", "203.0.113.2:8080", $"203.0.113.2:{server.Address.Port}"));

        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Equal(before, await machine.ReadStateAsync());
    }

    [Fact]
    public async Task An_operator_opens_a_private_network_and_a_kill_leaves_nothing_that_the_next_start_does_not_take_back()
    {
        await using var machine = await PretendMachine.StartAsync();
        var before = await machine.ReadStateAsync();
        await using (var server = await ServerProcess.StartOnAsync(machine, data.Path, "--network", "egress", "--allow-cidr", "10.99.0.0/24", "--allow-cidr", "100.64.0.0/10"))
        {
            await SaysAsync(server, "network    egress: functions reach public IPv4 addresses and 10.99.0.0/24, 100.64.0.0/10, nothing else");
            Assert.Equal(
                """["10.99.0.10 saw 203.0.113.2","No route to host","100.64.0.10 saw 203.0.113.2"]""",
                await DialAsync(machine, server, "10.99.0.10:80", "10.99.1.10:80", "100.64.0.10:80"));
            await server.KillAsync();
        }

        Assert.NotEqual(before, await machine.ReadStateAsync());
        await using (var next = await ServerProcess.StartOnAsync(machine, data.Path, "--network", "none"))
        {
            Assert.Equal(before, await machine.ReadStateAsync());
            next.Terminate();
            Assert.Equal(0, await next.ExitCodeAsync());
        }

        Assert.Equal(before, await machine.ReadStateAsync());
    }

    [Fact]
    public async Task Where_there_is_no_way_out_egress_is_refused_if_asked_for_and_else_left_out_with_the_reason()
    {
        await using var machine = await PretendMachine.StartAsync();
        await machine.RunAsync("ip route del default");

        var (exitCode, output) = await ServerProcess.RunOnAsync(machine, "--data", data.Path, "--port", "0", "--network", "egress");
        Assert.Equal(1, exitCode);
        Assert.Contains("brasa: Functions cannot reach the network from here. This machine has no IPv4 route to other networks. Mend it with: ", output, StringComparison.Ordinal);

        await using var server = await ServerProcess.StartOnAsync(machine, data.Path);
        await SaysAsync(server, "network    none: ");
        await SaysAsync(server, "This machine has no IPv4 route to other networks.");
        Assert.Contains("\"network\":\"none\",\"networkProblem\":\"This machine has no IPv4 route to other networks.\"", await HealthAsync(machine, server), StringComparison.Ordinal);
        Assert.Equal("""["Network is unreachable"]""", await DialAsync(machine, server, "203.0.113.10:80"));
    }

    private static async Task<string> DialAsync(PretendMachine machine, ServerProcess server, params string[] targets)
    {
        await using var sdk = SdkDriver.Boto3(server.Address, machine);
        var lambda = new Lambda(sdk, "123456789012");
        var health = await HealthAsync(machine, server);
        var python = System.Text.RegularExpressions.Regex.Match(health, "python3\\.[0-9]+").Value;
        await lambda.CreateAsync(Name, FunctionSource.Python(python, Dial), timeout: 60);
        return (await lambda.InvokeAsync(Name, System.Text.Json.JsonSerializer.Serialize(targets))).Succeeded().Json.ToJsonString(Plain.Json);
    }

    private static Task SaysAsync(ServerProcess server, string text) =>
        Eventually.TrueAsync(() => server.Output.Contains(text, StringComparison.Ordinal), $"The server did not say: {text}");

    private static Task<string> HealthAsync(PretendMachine machine, ServerProcess server) =>
        PretendMachine.ShellAsync(machine.Inside("curl", "--silent", $"{server.Address}_brasa/health"));
}
