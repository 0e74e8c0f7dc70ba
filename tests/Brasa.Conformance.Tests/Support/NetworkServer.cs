using System.Text.RegularExpressions;
using Brasa.Tests.Shared;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A server of a pretended machine that serves the world: with keys, and a certificate of its own.</summary>
public sealed partial class NetworkServer : IAsyncLifetime
{
    /// <summary>The machine's address, as the world sees it.</summary>
    public const string Listen = "203.0.113.2";

    private readonly TemporaryDirectory data = new();
    private ServerProcess? process;

    internal PretendMachine Machine { get; private set; } = null!;

    internal Uri Address => process!.Address;

    internal string Output => process!.Output;

    /// <summary>The file that clients trust it by.</summary>
    internal string Authorities => Path.Combine(data.Path, "tls.crt");

    /// <summary>The key that it printed at its first start.</summary>
    internal Keys RootKey { get; private set; } = null!;

    internal SdkDriver Boto3 { get; private set; } = null!;

    internal BrasaCli Cli => new(Machine, Address, Authorities);

    public async ValueTask InitializeAsync()
    {
        if (!Environment.IsPrivilegedProcess) return;
        Machine = await PretendMachine.StartAsync();
        process = await ServerProcess.StartOnAsync(Machine, data.Path, "--network", "none", "--listen", Listen, "--auth", "on");
        await Eventually.TrueAsync(() => PrintedKey.IsMatch(process.Output), "No key was printed.");
        var key = PrintedKey.Match(process.Output);
        RootKey = new Keys(key.Groups[1].Value, key.Groups[2].Value);
        Boto3 = SdkDriver.Boto3(Address, Machine, Authorities);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await Boto3.DisposeAsync();
            process.Terminate();
            Assert.Equal(0, await process.ExitCodeAsync());
            await process.DisposeAsync();
        }

        if (Machine is not null) await Machine.DisposeAsync();
        data.Dispose();
    }

    /// <summary>A key as the server and its command line print it.</summary>
    [GeneratedRegex(@"AWS_ACCESS_KEY_ID=(\w+)\s+AWS_SECRET_ACCESS_KEY=(\S+)\n")]
    internal static partial Regex PrintedKey { get; }
}
