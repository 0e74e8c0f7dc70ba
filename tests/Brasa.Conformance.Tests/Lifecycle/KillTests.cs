using System.Diagnostics;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>Servers killed at random moments under load: what was acknowledged is there, what was left is taken back.</summary>
public sealed class KillTests : IDisposable
{
    private const string Account = "123456789012";
    private const int Writers = 4;

    private readonly TemporaryDirectory data = new();
    private readonly Dictionary<string, string> acknowledged = [];
    private Footprint? left;
    private int functions;

    public void Dispose() => data.Dispose();

    [Fact]
    public Task Three_kills_under_load_lose_nothing_and_leave_nothing() => KillAsync(3);

    /// <summary>Run by <c>./brasa soak</c>.</summary>
    [Fact(Explicit = true)]
    public Task Fifty_kills_under_load_lose_nothing_and_leave_nothing() => KillAsync(50);

    private async Task KillAsync(int rounds)
    {
        for (var round = 1; round <= rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var server = await ServerProcess.StartAsync(data.Path);
            var start = Stopwatch.GetElapsedTime(started);
            await using var sdk = SdkDriver.Boto3(server.Address);
            var lambda = new Lambda(sdk, Account);
            await CheckAsync(lambda);

            var begun = new TaskCompletionSource();
            var load = Enumerable.Range(0, Writers).Select(_ => LoadAsync(server, lambda, begun)).ToArray();
            await Task.WhenAny(begun.Task, Task.WhenAll(load));
            Assert.True(begun.Task.IsCompleted, "Not one function could be created.");
            await Task.Delay(Random.Shared.Next(0, 2000), TestContext.Current.CancellationToken);
            left = Footprint.Of(server, data.Path);

            // In half of the rounds nobody tidies up before the next start.
            if (Random.Shared.Next(2) == 0) server.KillWatchdog();
            await server.KillAsync();
            var counts = await Task.WhenAll(load);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"round {round}: started in {start.TotalMilliseconds:F0} ms, {counts.Sum()} calls, {acknowledged.Count} functions, killed with {left.Processes.Count} processes");
        }

        await using var last = await ServerProcess.StartAsync(data.Path);
        await using (var sdk = SdkDriver.Boto3(last.Address)) await CheckAsync(new Lambda(sdk, Account));
        last.Terminate();
        Assert.Equal(0, await last.ExitCodeAsync());
        Assert.Empty(left!.Remaining());
    }

    /// <summary>Every function that a server has acknowledged is there as it was acknowledged last, and runs; nothing of the killed one is.</summary>
    private async Task CheckAsync(Lambda lambda)
    {
        if (left is not null) Assert.Empty(left.Outliving());
        foreach (var (name, value) in acknowledged)
        {
            var configuration = (await lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = name })).Succeeded();

            // A change that was under way when the server was killed may have been made or not; a later one than acknowledged then.
            var stored = (string)configuration.Result["Environment"]!["Variables"]!["VALUE"]!;
            Assert.True(int.Parse(stored, null) >= int.Parse(value, null), $"{name} has {stored}, but {value} was acknowledged.");
        }

        if (acknowledged.Count == 0) return;
        var any = acknowledged.Keys.ElementAt(Random.Shared.Next(acknowledged.Count));
        await lambda.SettledAsync(any);
        (await lambda.InvokeAsync(any)).Succeeded();
    }

    /// <summary>Creates a function, changes it and invokes it again and again until the server is gone.</summary>
    private async Task<int> LoadAsync(ServerProcess server, Lambda lambda, TaskCompletionSource begun)
    {
        var name = $"function-{Interlocked.Increment(ref functions)}";
        var python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        var source = FunctionSource.Python(python, "import os\ndef handler(event, context): return os.environ['VALUE']");
        var calls = 0;
        for (var value = 0; ; value++)
        {
            var environment = new { Variables = new { VALUE = $"{value}" } };
            var answer = value == 0
                ? await lambda.CallAsync("CreateFunction", new { FunctionName = name, source.Runtime, source.Handler, lambda.Role, Code = new { ZipFile = source.Package }, Environment = environment })
                : await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Environment = environment });
            if (answer.Status is 0) return calls;
            if (answer.Status < 300)
            {
                lock (acknowledged) acknowledged[name] = $"{value}";
                begun.TrySetResult();
            }

            if ((await lambda.CallAsync("Invoke", new { FunctionName = name, Payload = "{}"u8.ToArray() })).Status is 0) return calls;
            calls += 2;
        }
    }
}
