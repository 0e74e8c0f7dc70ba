using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>Functions with a file system: a directory that the operator declares for an access point.</summary>
public sealed class FileSystemTests : IAsyncLifetime
{
    private const string Account = "123456789012";
    private const int User = 20_001;
    private const int Group = 20_002;

    private const string ReadAndWrite =
        """
        import os
        def handler(event, context):
            if 'text' in event: open('/mnt/data/file', 'w').write(event['text'])
            boot = open('/proc/1/environ').read().split('\0')
            return [open('/mnt/data/file').read() if os.path.exists('/mnt/data/file') else os.listdir('/mnt'), 'BRASA_AWAIT_ASSIGNMENT=1' in boot]
        """;

    private readonly TemporaryDirectory data = new();
    private readonly TemporaryDirectory files = new();
    private ServerProcess server = null!;
    private SdkDriver sdk = null!;
    private Lambda lambda = null!;

    private static string AccessPoint => ArnOf(Account, "us-east-1");

    private string Declaration => $"{AccessPoint}={files.Path}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && !ServerProcess.IsRootless, "needs root");
        Own(files.Path, User, Group);
        await StartAsync("--file-system", Declaration, "--file-system", $"{ArnOf("210987654321", "us-east-1")}={files.Path}");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await EndAsync();
        files.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task Functions_share_files_that_belong_to_the_directory_s_owner()
    {
        await CreateAsync("writer");
        await CreateAsync("reader");

        Assert.Equal("olá", (string?)(await InvokeAsync("writer", """{"text": "olá"}"""))[0]);
        Assert.Equal("olá", (string?)(await InvokeAsync("reader"))[0]);
        Assert.Equal("olá", await File.ReadAllTextAsync(Path.Combine(files.Path, "file"), TestContext.Current.CancellationToken));
        Assert.Equal($"{User}:{Group}", Run("stat", "--format=%u:%g", Path.Combine(files.Path, "file")));

        var configured = (await lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = "reader" })).Succeeded().Result["FileSystemConfigs"]!;
        Assert.Equal($$"""[{"Arn":"{{AccessPoint}}","LocalMountPath":"/mnt/data"}]""", configured.ToJsonString());
    }

    [Fact]
    public async Task One_is_served_from_stock_too()
    {
        await CreateAsync("first");
        await InvokeAsync("first", """{"text": "x"}""");
        var tried = 0;

        await Eventually.TrueAsync(async () =>
        {
            await CreateAsync($"late-{++tried}");
            return (await InvokeAsync($"late-{tried}")).ToJsonString() == """["x",true]""";
        }, "No function with a file system was served from stock.");
    }

    [Fact]
    public async Task A_version_keeps_its_file_system_when_the_function_gives_it_up()
    {
        await CreateAsync("released");
        await InvokeAsync("released", """{"text": "kept"}""");
        var version = (await lambda.CallAsync("PublishVersion", new { FunctionName = "released" })).Succeeded().Text("Version");

        var updated = (await UpdateAsync("released", [])).Succeeded();
        Assert.False(updated.Result.ContainsKey("FileSystemConfigs"));
        await lambda.SettledAsync("released");
        Assert.Equal("[]", (await InvokeAsync("released"))[0]!.ToJsonString());
        Assert.Equal("kept", (string?)(await InvokeAsync($"released:{version}"))[0]);

        (await UpdateAsync("released", [Config(AccessPoint, "/mnt/other")])).Succeeded();
        await lambda.SettledAsync("released");
        (await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "released", Description = "nothing else" })).Succeeded();
        await lambda.SettledAsync("released");
        Assert.Equal("""["other"]""", (await InvokeAsync("released"))[0]!.ToJsonString());
        Assert.Equal("kept", (string?)(await InvokeAsync($"released:{version}"))[0]);
    }

    [Fact]
    public async Task What_cannot_be_mounted_is_refused_and_nothing_is_created()
    {
        var unknown = AccessPoint[..^1] + "f";
        var abroad = ArnOf("210987654321", "us-east-1");
        (string Arn, string Path, string Code, string Message)[] refused =
        [
            (unknown, "/mnt/data", "InvalidParameterValueException", $"This server has no access point {unknown}. The server's operator declares it by starting the server with --file-system {unknown}=DIRECTORY."),
            (abroad, "/mnt/data", "InvalidParameterValueException", $"The access point {abroad} is not of the function's account and region: {Account}, us-east-1."),
            (AccessPoint, "/mnt/..", "InvalidParameterValueException", "Nothing can be mounted at /mnt/..: the local mount path of a file system is /mnt/ and a name."),
        ];
        foreach (var (arn, path, code, message) in refused) (await CallCreateAsync("never", Config(arn, path))).IsRefused(400, code, message);
        foreach (var config in new[] { Config(AccessPoint, "/tmp/data"), Config(AccessPoint, "/mnt/a/b"), Config("arn:aws:s3:::bucket", "/mnt/data") })
            Assert.Equal((400, "ValidationException"), await StatusAsync(config));
        Assert.Equal((400, "ValidationException"), await StatusAsync(Config(AccessPoint, "/mnt/a"), Config(AccessPoint, "/mnt/b")));
        Assert.Empty(await lambda.ListAsync());

        await CreateAsync("stays");
        (await UpdateAsync("stays", [Config(unknown, "/mnt/data")])).IsRefused(400, refused[0].Code, refused[0].Message);
        (await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "stays", SnapStart = new { ApplyOn = "PublishedVersions" } }))
            .IsRefused(400, "InvalidParameterValueException", "SnapStart is not supported for functions with a file system.");
        Assert.Equal("x", (string?)(await InvokeAsync("stays", """{"text": "x"}"""))[0]);

        async Task<(int, string?)> StatusAsync(params object[] configs)
        {
            var answer = await CallCreateAsync("never", configs);
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task A_function_whose_file_system_is_not_there_is_not_run_until_it_is_again()
    {
        await CreateAsync("deprived");
        await InvokeAsync("deprived", """{"text": "before"}""");

        Directory.Move(files.Path, files.Path + "-away");
        (await CallInvokeAsync("deprived")).IsRefused(403, "EFSMountFailureException",
            $"The function's file system is not there: the directory of {AccessPoint} is gone, or has another owner than when the server started. The server's operator puts it right, or starts the server anew.");
        Directory.Move(files.Path + "-away", files.Path);
        Assert.Equal("before", (string?)(await InvokeAsync("deprived"))[0]);

        await EndAsync();
        await StartAsync();
        (await CallInvokeAsync("deprived")).IsRefused(403, "EFSMountFailureException",
            $"The function's file system is not there: this server has no access point {AccessPoint} any more. The server's operator declares it by starting the server with --file-system {AccessPoint}=DIRECTORY.");
        Assert.Equal(AccessPoint, (string?)(await lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = "deprived" })).Succeeded().Result["FileSystemConfigs"]![0]!["Arn"]);

        await EndAsync();
        await StartAsync("--file-system", Declaration);
        Assert.Equal("before", (string?)(await InvokeAsync("deprived"))[0]);
    }

    [Fact]
    public async Task A_server_that_is_killed_leaves_nothing_mounted_and_every_file()
    {
        await CreateAsync("killed");
        await InvokeAsync("killed", """{"text": "kept"}""");
        var left = Footprint.Of(server, data.Path);

        await server.KillAsync();
        await sdk.DisposeAsync();
        await Eventually.TrueAsync(() => Task.FromResult(left.Processes.Keys.All(pid => !Directory.Exists($"/proc/{pid}"))), "A function outlives its server.");
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), line => line.Contains(files.Path, StringComparison.Ordinal));

        await StartAsync("--file-system", Declaration);
        Assert.Equal("kept", (string?)(await InvokeAsync("killed"))[0]);
    }

    [Fact]
    public async Task A_server_says_what_it_gives_to_functions_and_refuses_to_start_with_what_it_cannot()
    {
        using var other = new TemporaryDirectory();
        using var roots = new TemporaryDirectory();
        var mine = Directory.CreateDirectory(Path.Combine(other.Path, "mine")).FullName;
        Own(mine, User, Group);
        File.CreateSymbolicLink(Path.Combine(roots.Path, "link"), files.Path);
        Own(other.Path, User, Group);
        (string Option, string[] More, string Message)[] refused =
        [
            ("/srv", [], "--file-system /srv is not of the form ARN=DIRECTORY"),
            (Declaration, ["--isolation", "none"], "--file-system is for sandboxes"),
            (Declaration, ["--file-system", Declaration], $"--file-system gives {AccessPoint} twice."),
            ($"{AccessPoint}=/nowhere", [], $"--file-system {AccessPoint}: /nowhere cannot be opened"),
            ($"{AccessPoint}={roots.Path}", [], $"--file-system {AccessPoint}: {roots.Path} belongs to root"),
            ($"{AccessPoint}={roots.Path}/link", [], $"--file-system {AccessPoint}: {roots.Path}/link is a symbolic link"),
            ($"{AccessPoint}={other.Path}", [], $"--file-system {AccessPoint}: {other.Path} contains the data directory"),
            ($"{AccessPoint}={mine}", [], $"--file-system {AccessPoint}: {mine} contains the data directory"),
        ];
        foreach (var (option, more, message) in refused)
        {
            var inside = option.EndsWith(mine, StringComparison.Ordinal) ? other.Path : Path.Combine(other.Path, "data");
            var (exitCode, output) = await ServerProcess.RunAsync(["--data", inside, "--port", "0", "--file-system", option, .. more]);
            Assert.Equal(1, exitCode);
            Assert.StartsWith($"brasa: {message}", output, StringComparison.Ordinal);
        }

        var (code, said) = await ServerProcess.RunRootlessAsync(roots.Path, "--file-system", Declaration);
        Assert.Equal(1, code);
        Assert.StartsWith($"brasa: --file-system {AccessPoint}: Only root can give {files.Path} to functions", said, StringComparison.Ordinal);

        await EndAsync();
        Assert.Contains($"  files      {files.Path}, of user {User} and group {Group}, as {AccessPoint}\n", server.Output, StringComparison.Ordinal);
        await StartAsync();
    }

    private static string ArnOf(string account, string region) => $"arn:aws:elasticfilesystem:{region}:{account}:access-point/fsap-0123456789abcdef0";

    private static object Config(string arn, string path) => new { Arn = arn, LocalMountPath = path };

    private static void Own(string path, int user, int group) =>
        Run("chown", string.Create(CultureInfo.InvariantCulture, $"{user}:{group}"), path);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said.TrimEnd();
    }

    private async Task StartAsync(params string[] options)
    {
        server = await ServerProcess.StartAsync(data.Path, options);
        sdk = SdkDriver.Boto3(server.Address);
        lambda = new Lambda(sdk, Account);
    }

    private async Task EndAsync()
    {
        await sdk.DisposeAsync();
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        await server.DisposeAsync();
    }

    private async Task CreateAsync(string name)
    {
        (await CallCreateAsync(name, Config(AccessPoint, "/mnt/data"))).Succeeded();
        await lambda.SettledAsync(name);
    }

    private async Task<Answer> CallCreateAsync(string name, params object[] configs)
    {
        var runtime = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        var source = FunctionSource.Python(runtime, ReadAndWrite);
        return await lambda.CallAsync("CreateFunction", new
        {
            FunctionName = name, source.Runtime, source.Handler, lambda.Role, Code = new { ZipFile = source.Package }, Timeout = 30, FileSystemConfigs = configs,
        });
    }

    private Task<Answer> UpdateAsync(string name, object[] configs) => lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, FileSystemConfigs = configs });

    private async Task<JsonArray> InvokeAsync(string name, string payload = "{}") => (await lambda.InvokeAsync(name, payload)).Succeeded().Json.AsArray();

    private Task<Answer> CallInvokeAsync(string name) => lambda.CallAsync("Invoke", new { FunctionName = name, Payload = "{}"u8.ToArray() });
}
