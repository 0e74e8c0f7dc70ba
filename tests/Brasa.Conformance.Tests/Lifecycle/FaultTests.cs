using System.Diagnostics;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>Machines on which something fails: one clear error each, and the server goes on once it is mended.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Account = "123456789012";
    private const string Failed = "The server failed to carry out the request. Its log tells more.";

    private readonly TemporaryDirectory directory = new();
    private string python = "";
    private ServerProcess? server;
    private string data = "";
    private SdkDriver? sdk;
    private Lambda lambda = null!;

    private string Runtime => Path.Combine(directory.Path, "crun");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("missing", "not found")]
    [InlineData("failing", "the moon is in the wrong phase")]
    [InlineData("hanging", "did not return within 10 s")]
    public async Task A_container_runtime_that_is(string fault, string said)
    {
        var sound = $"#!/bin/sh\nexec {Which("crun")} \"$@\"\n";
        WriteRuntime(sound);
        await StartAsync(Path.Combine(directory.Path, "data"), "--oci-runtime", Runtime);
        await CreateAsync("warm");
        Assert.Equal("1", (await lambda.InvokeAsync("warm")).Succeeded().Payload);
        await CreatePastStockAsync("cold");

        if (fault == "missing") File.Delete(Runtime);
        else WriteRuntime(fault == "failing" ? "#!/bin/sh\necho the moon is in the wrong phase >&2\nexit 1\n" : "#!/bin/sh\nsleep 1000\n");
        await FailsAsync("cold");
        Assert.Contains(said, server!.Output, StringComparison.Ordinal);
        Assert.Equal("1", (await lambda.InvokeAsync("warm")).Succeeded().Payload);

        WriteRuntime(sound);
        Assert.Equal("1", (await lambda.InvokeAsync("cold")).Succeeded().Payload);
    }

    [Fact]
    public async Task A_disk_that_is_full()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to make a small disk");
        var disk = Path.Combine(directory.Path, "disk");
        await MakeDiskAsync(disk, mebibytes: 96);
        await StartAsync(Path.Combine(disk, "data"));
        await CreateAsync("before");
        Assert.Equal("1", (await lambda.InvokeAsync("before")).Succeeded().Payload);

        var filler = Path.Combine(disk, "filler");
        await FillAsync(filler);
        var refused = await lambda.CallAsync("CreateFunction", Request("during", padding: 1 << 20));
        refused.IsRefused(500, "ServiceException", Failed);
        Assert.Contains("No space left on device", server!.Output, StringComparison.Ordinal);
        Assert.Equal("1", (await lambda.InvokeAsync("before")).Succeeded().Payload);
        Assert.Equal(["before"], await lambda.ListAsync());

        File.Delete(filler);
        await CreateAsync("after");
        Assert.Equal("1", (await lambda.InvokeAsync("after")).Succeeded().Payload);
    }

    [Fact]
    public async Task A_machine_that_starts_no_more_processes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to make a control group");
        using var group = ProcessLimit.Make();
        Assert.SkipUnless(group is not null, "needs a pids control group of its own");
        await StartAsync(Path.Combine(directory.Path, "data"));
        await CreateAsync("warm");
        await CreatePastStockAsync("cold");
        Assert.Equal("1", (await lambda.InvokeAsync("warm")).Succeeded().Payload);

        group.Limit(server!.Id);
        for (var n = 0; n < 4; n++)
        {
            // The first starts use what was prepared before.
            if ((await lambda.CallAsync("Invoke", new { FunctionName = "cold", Payload = "{}"u8.ToArray() })).Status == 500) break;
            await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "cold", Timeout = 10 + n });
            await lambda.SettledAsync("cold");
        }

        await FailsAsync("cold");
        Assert.Equal("1", (await lambda.InvokeAsync("warm")).Succeeded().Payload);

        group.Lift();
        Assert.Equal("1", (await lambda.InvokeAsync("cold")).Succeeded().Payload);
    }

    public async ValueTask DisposeAsync()
    {
        if (sdk is not null) await sdk.DisposeAsync();
        if (server is not null)
        {
            var footprint = Footprint.Of(server, data);
            server.Terminate();
            Assert.Equal(0, await server.ExitCodeAsync());
            await server.DisposeAsync();
            Assert.Empty(footprint.Remaining());
        }

        if (Directory.Exists(Path.Combine(directory.Path, "disk"))) await RunAsync("umount", "--lazy", Path.Combine(directory.Path, "disk"));
        directory.Dispose();
    }

    private async Task StartAsync(string dataDirectory, params string[] options)
    {
        data = dataDirectory;
        server = await ServerProcess.StartAsync(data, [.. options]);
        python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        sdk = SdkDriver.Boto3(server.Address);
        lambda = new Lambda(sdk, Account);
    }

    private Task CreateAsync(string name) => lambda.CreateAsync(name, FunctionSource.Python(python, "def handler(event, context): return 1"));

    /// <summary>Creates a function that no sandbox in stock can serve: its variable is read when Python boots.</summary>
    private Task CreatePastStockAsync(string name) =>
        lambda.CreateAsync(name, FunctionSource.Python(python, "def handler(event, context): return 1"), new { PYTHONDONTWRITEBYTECODE = "1" });

    private object Request(string name, int padding) => new
    {
        FunctionName = name,
        Runtime = python,
        Handler = "index.handler",
        lambda.Role,
        Code = new
        {
            ZipFile = Zip.Of(archive =>
            {
                var incompressible = new byte[padding];
                Random.Shared.NextBytes(incompressible);
                Zip.Add(archive, "index.py", "def handler(event, context): return 1"u8);
                Zip.Add(archive, "padding", incompressible);
            }),
        },
    };

    private async Task FailsAsync(string name) =>
        (await lambda.CallAsync("Invoke", new { FunctionName = name, Payload = "{}"u8.ToArray() })).IsRefused(500, "ServiceException", Failed);

    private void WriteRuntime(string script)
    {
        // Written beside and moved: a program that is being run cannot be written to.
        File.WriteAllText(Runtime + ".new", script);
        File.SetUnixFileMode(Runtime + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(Runtime + ".new", Runtime, overwrite: true);
    }

    private static async Task MakeDiskAsync(string path, int mebibytes)
    {
        var image = path + ".img";
        await using (var file = File.Create(image)) file.SetLength((long)mebibytes << 20);
        await RunAsync("mkfs.ext4", "-q", image);
        Directory.CreateDirectory(path);
        await RunAsync("mount", "-o", "loop", image, path);
    }

    private static async Task FillAsync(string path)
    {
        try
        {
            await using var file = File.Create(path);
            while (true) await file.WriteAsync(new byte[64 << 10]);
        }
        catch (IOException)
        {
            // As intended.
        }
    }

    private static string Which(string program) => new[] { "/usr/bin", "/usr/local/bin", "/usr/sbin" }.Select(folder => $"{folder}/{program}").First(File.Exists);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
