using System.Net.Sockets;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>Servers that end, one way or the other, and start again on the same data.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Account = "123456789012";
    private const string Name = "kept";

    private const string Code = Gate.Code + """
        def handler(event, context):
            if event == "gate": return wait()
            if event == "sleep":
                print("asleep", flush=True)
                time.sleep(600)
            return "done"
        """;

    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_server_told_to_end_leaves_nothing_running_and_everything_stored()
    {
        await using var first = await ServerProcess.StartAsync(data.Path);
        await using (var sdk = SdkDriver.Boto3(first.Address))
        {
            var lambda = new Lambda(sdk, Account);
            await CreateAsync(first, lambda);
            Assert.Equal("\"done\"", (await lambda.InvokeAsync(Name)).Succeeded().Payload);
        }

        var footprint = FootprintOf(first);
        first.Terminate();
        Assert.Equal(0, await first.ExitCodeAsync());
        Assert.Empty(footprint.Remaining());

        await ServesAgainAsync(first.Address.Port);
    }

    [Fact]
    public async Task A_server_that_polls_a_queue_ends_when_it_is_told_to_and_polls_again_afterwards()
    {
        string id;
        await using (var first = await ServerProcess.StartAsync(data.Path))
        {
            await using var sdk = SdkDriver.Boto3(first.Address);
            var lambda = new Lambda(sdk, Account);
            await CreateAsync(first, lambda);
            await lambda.Queues.DoAsync("CreateQueue", new { QueueName = "jobs", Attributes = new { VisibilityTimeout = "900" } });
            id = (await lambda.CallAsync("CreateEventSourceMapping", new { FunctionName = Name, EventSourceArn = $"arn:aws:sqs:us-east-1:{Account}:jobs" })).Succeeded().Text("UUID")!;
            await Eventually.TrueAsync(async () => (await lambda.CallAsync("GetEventSourceMapping", new { UUID = id })).Text("State") == "Enabled", "It was never enabled.");
            first.Terminate();
            Assert.Equal(0, await first.ExitCodeAsync());
        }

        await using var second = await ServerProcess.StartAsync(data.Path);
        await using var again = SdkDriver.Boto3(second.Address);
        var next = new Lambda(again, Account);
        await next.Queues.DoAsync("SendMessage", new { QueueUrl = "jobs", MessageBody = "hello" });
        await Eventually.TrueAsync(
            async () => (await next.CallAsync("GetEventSourceMapping", new { UUID = id })).Text("LastProcessingResult") == "OK", "The message was never handled.");
    }

    [Fact]
    public async Task After_a_kill_the_next_start_takes_back_everything_that_was_left()
    {
        await using var first = await ServerProcess.StartAsync(data.Path);
        await using var sdk = SdkDriver.Boto3(first.Address);
        var lambda = new Lambda(sdk, Account);
        var cut = await FallAsleepAsync(first, lambda);

        var footprint = FootprintOf(first);
        first.KillWatchdog();
        await first.KillAsync();
        Assert.NotNull((await cut).ErrorClass);

        // The function itself outlives its server: that is what is to be taken back.
        Assert.Contains(footprint.Outliving(), line => line.StartsWith("process", StringComparison.Ordinal));
        Assert.Contains(footprint.Outliving(), line => line.StartsWith("cgroup", StringComparison.Ordinal));
        Assert.Contains(footprint.Outliving(), line => line.StartsWith("loop device", StringComparison.Ordinal));

        await using (var second = await ServerProcess.StartAsync(data.Path, "--port", $"{first.Address.Port}"))
        {
            Assert.Empty(footprint.Outliving());
            await using var again = SdkDriver.Boto3(second.Address);
            Assert.Equal("\"done\"", (await new Lambda(again, Account).InvokeAsync(Name)).Succeeded().Payload);
            second.Terminate();
            Assert.Equal(0, await second.ExitCodeAsync());
        }

        Assert.Empty(footprint.Remaining());
    }

    [Fact]
    public async Task After_a_kill_functions_end_without_another_start()
    {
        await using var server = await ServerProcess.StartAsync(data.Path);
        await using var sdk = SdkDriver.Boto3(server.Address);
        var lambda = new Lambda(sdk, Account);
        var cut = await FallAsleepAsync(server, lambda);

        var footprint = FootprintOf(server);
        await server.KillAsync();
        Assert.NotNull((await cut).ErrorClass);

        await Eventually.TrueAsync(() => footprint.Outliving().Count == 0, "Something of a killed server lives on.");
    }

    [Fact]
    public async Task An_invocation_that_has_begun_is_served_before_the_server_ends()
    {
        await using var server = await ServerProcess.StartAsync(data.Path);
        await using var sdk = SdkDriver.Boto3(server.Address);
        var lambda = new Lambda(sdk, Account);
        await CreateAsync(server, lambda);
        var running = lambda.InvokeAsync(Name, "\"gate\"");
        await new FunctionLog(lambda, Name).ContainAsync(Gate.Reached);
        var footprint = FootprintOf(server);

        server.Terminate();

        // Nothing opens the gate: what lets the function through is that the server takes no new request any more.
        Assert.Equal("503", (await running).Succeeded().Payload);
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Empty(footprint.Remaining());
    }

    private static async Task CreateAsync(ServerProcess server, Lambda lambda)
    {
        var python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        await lambda.CreateAsync(Name, FunctionSource.Python(python, Code), timeout: 900);
    }

    /// <summary>What the server has on the machine; some of each kind, or the test could not fail.</summary>
    private Footprint FootprintOf(ServerProcess server)
    {
        var footprint = Footprint.Of(server, data.Path);
        Assert.NotEmpty(footprint.Processes);
        Assert.NotEmpty(footprint.Cgroups);
        Assert.NotEmpty(footprint.Images);
        Assert.NotEmpty(footprint.MountPoints);
        return footprint;
    }

    private async Task ServesAgainAsync(int port)
    {
        await using var second = await ServerProcess.StartAsync(data.Path, "--port", $"{port}");
        Assert.Equal(port, second.Address.Port);
        await using var sdk = SdkDriver.Boto3(second.Address);
        var lambda = new Lambda(sdk, Account);
        Assert.Equal([Name], await lambda.ListAsync());
        Assert.Equal("\"done\"", (await lambda.InvokeAsync(Name)).Succeeded().Payload);
    }

    /// <summary>Creates the function and has it asleep in an event, whose answer comes when it is cut off.</summary>
    private static async Task<Task<Answer>> FallAsleepAsync(ServerProcess server, Lambda lambda)
    {
        await CreateAsync(server, lambda);
        var cut = lambda.CallAsync("Invoke", new { FunctionName = Name, Payload = "\"sleep\""u8.ToArray() });
        await new FunctionLog(lambda, Name).ContainAsync("asleep");
        return cut;
    }
}
