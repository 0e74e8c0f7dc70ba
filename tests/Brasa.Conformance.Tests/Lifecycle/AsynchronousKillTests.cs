using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>Servers killed while they accept and run events: what was accepted is run all the same.</summary>
public sealed class AsynchronousKillTests : IDisposable
{
    private const string Account = "123456789012";
    private const string Name = "counting";
    private const string AccessPoint = $"arn:aws:elasticfilesystem:us-east-1:{Account}:access-point/fsap-0123456789abcdef0";
    private const int User = 20_001;
    private const int Senders = 8;

    private readonly TemporaryDirectory data = new();
    private readonly TemporaryDirectory ran = new();
    private readonly ConcurrentBag<int> accepted = [];
    private int sent;

    public void Dispose()
    {
        ran.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task What_was_accepted_before_a_kill_is_run_after_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && !ServerProcess.IsRootless, "needs root, for a directory that shows what has run");
        using (var own = Process.Start("chown", [$"{User}:{User}", ran.Path])) await own.WaitForExitAsync(TestContext.Current.CancellationToken);
        for (var round = 0; round < 3; round++)
        {
            await using var server = await StartAsync();
            await using var sdk = SdkDriver.Boto3(server.Address);
            var lambda = new Lambda(sdk, Account);
            if (round == 0) await CreateAsync(server, lambda);
            var before = accepted.Count;
            var load = Enumerable.Range(0, Senders).Select(_ => SendAsync(lambda)).ToArray();
            await Eventually.TrueAsync(() => accepted.Count >= before + 100, "Hardly anything was accepted.");
            await server.KillAsync();
            await Task.WhenAll(load);
        }

        await using var last = await StartAsync();
        await Eventually.TrueAsync(() => accepted.All(number => File.Exists(Path.Combine(ran.Path, $"{number}"))), "Something that was accepted was not run.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted.Count} of {sent} events accepted, {Directory.GetFiles(ran.Path).Length} run");
        last.Terminate();
        Assert.Equal(0, await last.ExitCodeAsync());
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(data.Path, "--file-system", $"{AccessPoint}={ran.Path}");

    private static async Task CreateAsync(ServerProcess server, Lambda lambda)
    {
        var python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        var source = FunctionSource.Python(python, "def handler(event, context): open(f'/mnt/ran/{event}', 'w').close()");
        (await lambda.CallAsync("CreateFunction", new
        {
            FunctionName = Name, source.Runtime, source.Handler, lambda.Role, Code = new { ZipFile = source.Package },
            FileSystemConfigs = new[] { new { Arn = AccessPoint, LocalMountPath = "/mnt/ran" } },
        })).Succeeded();
        await lambda.SettledAsync(Name);
    }

    /// <summary>Sends one event after the other until the server is gone.</summary>
    private async Task SendAsync(Lambda lambda)
    {
        while (true)
        {
            var number = Interlocked.Increment(ref sent);
            var answer = await lambda.CallAsync("Invoke", new { FunctionName = Name, InvocationType = "Event", Payload = Encoding.UTF8.GetBytes($"{number}") });
            if (answer.Status == 0) return;
            Assert.Equal(202, answer.Status);
            accepted.Add(number);
        }
    }
}
