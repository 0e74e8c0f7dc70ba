using System.Globalization;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;
using Brasa.Security.Tests;

[assembly: AssemblyFixture(typeof(Battlefield))]

namespace Brasa.Security.Tests;

/// <summary>
/// A server with what attackers are after: a neighbour of another account that must go on answering, one that holds an event all the time,
/// and a file on the host that anybody there may read.
/// </summary>
public sealed class Battlefield : IAsyncLifetime
{
    private const int NeighbourPort = 7777;
    private const string NeighbourSocket = "brasa-neighbour";

    private const string NeighbourCode =
        """
        import os, socket, threading
        listener = socket.create_server(("", 7777)); hidden = socket.socket(socket.AF_UNIX); hidden.bind("\0brasa-neighbour"); hidden.listen()
        def serve(listener):
            while True: listener.accept()[0].sendall(os.environ["SECRET"].encode())
        for each in (listener, hidden): threading.Thread(target=serve, args=(each,), daemon=True).start()
        def handler(event, context):
            open(f"/tmp/neighbour-{event}", "w").close()
            return event + 1
        """;

    private readonly TemporaryDirectory data = new();
    private readonly string secretFile = Path.Combine(Path.GetTempPath(), $"brasa-secret-{Guid.NewGuid():N}");
    private ServerProcess? server;
    private SdkDriver sdk = null!;
    private string hostageEvent = "";

    internal const string Secret = "what nobody inside may know";

    internal ServerProcess Server => server!;

    internal string Data => data.Path;

    internal string Python { get; private set; } = "";

    internal Lambda Neighbour { get; private set; } = null!;

    private FunctionLog HostageLog => new(Neighbour, "hostage");

    internal Lambda AccountOf(string account) => new(sdk, account);

    /// <summary>What an attacker is told, as one who knows this server well would know it.</summary>
    internal JsonObject Describe(string mark) => new()
    {
        ["secret"] = secretFile,
        ["data"] = data.Path,
        ["server"] = Server.Id,
        ["port"] = Server.Address.Port,
        ["mark"] = mark,
        ["sibling"] = "sibling",
        ["neighbour"] = Neighbour.ArnOf("neighbour"),
        ["neighbour_account"] = Neighbour.Account,
        ["neighbour_event"] = hostageEvent,
        ["neighbour_port"] = NeighbourPort,
        ["neighbour_socket"] = NeighbourSocket,
    };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(secretFile, Secret);
        server = await ServerProcess.StartAsync(data.Path);
        Python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        sdk = SdkDriver.Boto3(server.Address);
        Neighbour = AccountOf("222222222222");
        await Neighbour.CreateAsync("neighbour", FunctionSource.Python(Python, NeighbourCode), environment: new { SECRET = Secret }, memory: 512);
        await Neighbour.CreateAsync("hostage", FunctionSource.Python(Python, "import time\ndef handler(event, context):\n    print('held'); time.sleep(800)"), timeout: 900);
        _ = Neighbour.CallAsync("Invoke", new { FunctionName = "hostage", Payload = "0"u8.ToArray() });
        await HostageLog.ContainAsync("held");
        hostageEvent = (await HostageLog.LinesAsync()).First(line => line.StartsWith("START RequestId: ", StringComparison.Ordinal)).Split("RequestId: ")[1].Split(' ')[0];
    }

    /// <summary>Asks the neighbour, who must answer.</summary>
    internal async Task AskNeighbourAsync(int number)
    {
        var answer = await Neighbour.InvokeAsync("neighbour", $"{number}").WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal($"{number + 1}", answer.Succeeded().Payload);
    }

    /// <summary>The processor time that the server's functions have had so far.</summary>
    internal TimeSpan ProcessorTime() => Footprint.ProcessorTime(Server.Id);

    /// <summary>The server's own memory in bytes.</summary>
    internal long ServerMemory() =>
        long.Parse(File.ReadLines($"/proc/{Server.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;

    public async ValueTask DisposeAsync()
    {
        if (server is null) return;
        var footprint = Footprint.Of(server, data.Path);
        var ended = (await HostageLog.LinesAsync()).Any(line => line.StartsWith("END RequestId: ", StringComparison.Ordinal));
        await Neighbour.DeleteAsync("hostage");
        server.Terminate();
        var exitCode = await server.ExitCodeAsync();
        await sdk.DisposeAsync();
        await server.DisposeAsync();
        data.Dispose();
        var secret = await File.ReadAllTextAsync(secretFile);
        File.Delete(secretFile);

        Assert.False(ended, "Somebody has ended an event that was not theirs.");
        Assert.Equal(Secret, secret);
        Assert.Equal(0, exitCode);
        Assert.Empty(footprint.Remaining());
    }
}
