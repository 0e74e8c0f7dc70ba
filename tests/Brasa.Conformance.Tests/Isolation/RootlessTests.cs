using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Isolation;

/// <summary>A server that an ordinary user started: what holds there, and what it says does not.</summary>
public sealed class RootlessTests : IDisposable
{
    private const string Account = "123456789012";

    private const string Look = """
        import os, socket, threading, time
        ticks = 0
        def work():
            global ticks
            while True: ticks += 1; time.sleep(0.005)
        def start(): threading.Thread(target=work, daemon=True).start(); return ticks
        def count(): return ticks
        def me():
            status = dict(line.rstrip("\n").split(":\t", 1) for line in open("/proc/self/status"))
            return [os.getuid(), os.getgid(), status["CapBnd"], status["NoNewPrivs"], status["Seccomp"]]
        def rename():
            with open("/proc/self/comm", "w") as name: return name.write("x kB")
        def processes(): return len([name for name in os.listdir("/proc") if name.isdigit()])
        def interfaces(): return [name for _, name in socket.if_nameindex()]
        def fill():
            with open("/tmp/large", "wb") as file:
                try:
                    while True: file.write(b"x" * (1 << 20))
                except OSError as error: return [error.strerror, os.path.getsize("/tmp/large") >> 20]
                finally: os.truncate("/tmp/large", 0)
        def breed():
            end, started = threading.Event(), []
            try:
                while len(started) < 2000: thread = threading.Thread(target=end.wait); thread.start(); started.append(thread)
            except RuntimeError: pass
            end.set()
            for thread in started: thread.join()
            return len(started)
        def write(): return os.access("/var/task", os.W_OK) or os.access("/usr", os.W_OK) or os.access("/", os.W_OK)
        def handler(event, context): return globals()[event]()
        """;

    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Functions_are_isolated_and_limited_in_all_but_memory_and_processor()
    {
        await using var server = await ServerProcess.StartRootlessAsync(data.Path);
        var health = await Health.OfAsync(server);
        Assert.Equal(("sandbox", true, "none", "none"), (health.Isolation, health.IsRootless, health.Cgroup, health.Network));
        Assert.Contains("ROOTLESS   weaker than as root:", server.Output, StringComparison.Ordinal);
        Assert.Contains("memory and CPU are NOT limited", server.Output, StringComparison.Ordinal);

        await using (var sdk = SdkDriver.Boto3(server.Address))
        {
            var lambda = new Lambda(sdk, Account);
            await lambda.CreateAsync("py", FunctionSource.Python(PythonOf(health), Look), timeout: 30);
            await lambda.CreateAsync("js", FunctionSource.Node(health.Runtimes.First(runtime => runtime.StartsWith("nodejs", StringComparison.Ordinal)), "exports.handler = async (event) => ['hello', event];"));
            Assert.Equal("""["hello",1]""", (await lambda.InvokeAsync("js", "1")).Succeeded().Json.ToJsonString());

            async Task<string> AskAsync(string what) => (await lambda.InvokeAsync("py", $"\"{what}\"")).Succeeded().Json.ToJsonString();
            Assert.Equal("""[993,990,"0000000000000000","1","2"]""", await AskAsync("me"));
            Assert.Equal("4", await AskAsync("rename")); // to what looks like a line of the memory's
            Assert.Equal("1", await AskAsync("processes"));
            Assert.Equal("""["lo"]""", await AskAsync("interfaces"));
            Assert.Equal("false", await AskAsync("write"));
            Assert.Equal("""["No space left on device",511]""", await AskAsync("fill"));
            Assert.Equal("1023", await AskAsync("breed"));
            Assert.InRange((await lambda.InvokeAsync("py", "\"count\"")).Report.MaxMemoryUsed, 3, 60);

            await AskAsync("start");
            var before = int.Parse(await AskAsync("count"), provider: null);
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken); // holds some 200 ticks
            Assert.InRange(int.Parse(await AskAsync("count"), provider: null), before, before + 50);
        }

        var footprint = Footprint.Of(server, data.Path);
        Assert.True(footprint.Processes.Count >= 2, "The functions' processes are not the server's.");
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Empty(footprint.Remaining());
    }

    [Fact]
    public async Task A_server_that_is_killed_leaves_no_process_although_its_functions_were_stopped()
    {
        Footprint footprint;
        await using (var server = await ServerProcess.StartRootlessAsync(data.Path))
        {
            await using var sdk = SdkDriver.Boto3(server.Address);
            var lambda = new Lambda(sdk, Account);
            await lambda.CreateAsync("py", FunctionSource.Python(PythonOf(await Health.OfAsync(server)), Look));
            (await lambda.InvokeAsync("py", "\"start\"")).Succeeded();
            await Eventually.TrueAsync(
                () => Footprint.ProcessesOf(server.Id, "py").Any(pid => Footprint.State(pid) == 'T'), "The function is not stopped.");
            footprint = Footprint.Of(server, data.Path);
            await server.KillAsync();
        }

        await Eventually.TrueAsync(() => footprint.Remaining().Count == 0, "Something has outlived the server.");
    }

    [Theory]
    [InlineData("--network", "egress", "Only root can connect sandboxes with the network.")]
    [InlineData("--oci-runtime", "runc", "Without root, runc cannot start sandboxes.")]
    public async Task What_only_root_can_have_is_refused(string option, string value, string message)
    {
        var (exitCode, output) = await ServerProcess.RunRootlessAsync(data.Path, option, value);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static string PythonOf(Health health) => health.Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
}
