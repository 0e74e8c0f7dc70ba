using Brasa.Sandbox.Oci;
using Brasa.Sandbox.Tests.Support;

[assembly: AssemblyFixture(typeof(IsolatedHost))]

namespace Brasa.Sandbox.Tests.Support;

/// <summary>
/// One real sandbox host for all tests. It needs root, an OCI runtime and a mount namespace of its own:
/// <c>unshare --mount --propagation slave dotnet Brasa.Sandbox.Tests.dll</c>. Without the first two the tests that need it are skipped;
/// without the last they fail and say so. <c>BRASA_TEST_OCI_RUNTIME=runc</c> runs them with another runtime.
/// </summary>
public sealed class IsolatedHost : IAsyncDisposable
{
    public const int Port = 9001;
    public const long Mebibyte = 1L << 20;

    private readonly Lazy<OciSandboxHost> host;

    public IsolatedHost()
    {
        Options = new SandboxOptions
        {
            // mkdtemp makes it 0700, as a data directory in somebody's home would be.
            DataDirectory = Directory.CreateTempSubdirectory("brasa-sandbox-").FullName,
            OciRuntime = Runtime,
            Ports = [Port, 9002],
        };
        host = new Lazy<OciSandboxHost>(() => OciSandboxHost.Start(Options));
    }

    public static string Runtime => Environment.GetEnvironmentVariable("BRASA_TEST_OCI_RUNTIME") ?? "crun";

    public SandboxOptions Options { get; }

    public OciSandboxHost Host
    {
        get
        {
            SkipUnlessPossible();
            return host.Value;
        }
    }

    public static void SkipUnlessPossible()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root");
        Assert.SkipUnless(HostTools.Find(Runtime) is not null, $"needs {Runtime}");
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "needs /usr/bin/python3");
    }

    public static SandboxSpec Python(string code, long memory = 128 * Mebibyte) => new()
    {
        Command = ["/usr/bin/python3", "-I", "-S", "-u", "-c", code],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin", ["GREETING"] = "olá" },
        Limits = new SandboxLimits { MemoryBytes = memory },
    };

    /// <summary>Starts a sandbox in a slot of its own.</summary>
    public async Task<(ISandbox Sandbox, CollectedOutput Output)> StartAsync(SandboxSpec spec)
    {
        var output = new CollectedOutput();
        var slot = await Host.ReserveAsync(TestContext.Current.CancellationToken);
        return (await slot.StartAsync(spec, output, TestContext.Current.CancellationToken), output);
    }

    /// <summary>Runs a sandbox to its end.</summary>
    public async Task<(SandboxExit Exit, CollectedOutput Output)> RunAsync(SandboxSpec spec)
    {
        var output = new CollectedOutput();
        await using var slot = await Host.ReserveAsync(TestContext.Current.CancellationToken);
        var sandbox = await slot.StartAsync(spec, output, TestContext.Current.CancellationToken);
        return (await sandbox.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), output);
    }

    public async ValueTask DisposeAsync()
    {
        if (host.IsValueCreated) await host.Value.DisposeAsync();
        Directory.Delete(Options.DataDirectory, recursive: true);
    }
}
