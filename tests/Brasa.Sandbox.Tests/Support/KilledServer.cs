using System.Diagnostics;
using Brasa.Sandbox.Oci;

namespace Brasa.Sandbox.Tests.Support;

/// <summary>Another server process, which starts a sandbox and is then killed with SIGKILL. It is this program again, told so by a variable.</summary>
internal static class KilledServer
{
    public const string Word = "left-by-a-killed-server";

    private const string Variable = "BRASA_TEST_KILLED_SERVER";

    /// <summary>Runs it, kills it, and returns the id of the sandbox it left running.</summary>
    public static async Task<string> RunAsync(string dataDirectory)
    {
        var start = new ProcessStartInfo(
            "unshare", ["--mount", "--propagation", "slave", Environment.ProcessPath!, .. ProgramArguments()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = dataDirectory;
        using var server = Process.Start(start)!;
        var id = await server.StandardOutput.ReadLineAsync();
        server.Kill();
        await server.WaitForExitAsync();
        return id ?? throw new InvalidOperationException("The server said nothing.");
    }

    /// <summary>Serves until killed, where this process is to be that server; false in a test run.</summary>
    public static async Task<bool> ServeIfAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } dataDirectory) return false;
        await ServeAsync(dataDirectory);
        return true;
    }

    private static async Task ServeAsync(string dataDirectory)
    {
        var host = OciSandboxHost.Start(new SandboxOptions { DataDirectory = dataDirectory, OciRuntime = IsolatedHost.Runtime, Ports = [IsolatedHost.Port] });
        var slot = await host.ReserveAsync(CancellationToken.None);
        var output = new CollectedOutput();
        var sandbox = await slot.StartAsync(
            IsolatedHost.Python($"open('/tmp/x', 'w').write('x'); import time; time.sleep(1000) # {Word}"), output, CancellationToken.None);
        Console.WriteLine(sandbox.Id);
        await Task.Delay(Timeout.Infinite);
    }

    // Run as `dotnet X.dll` the process is dotnet, run as an app host it is the tests.
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(KilledServer).Assembly.Location] : [];
}
