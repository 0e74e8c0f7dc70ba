using System.Diagnostics;
using Brasa.Sandbox.Oci;

namespace Brasa.Sandbox.Tests.Support;

/// <summary>Another server process, which starts a sandbox and is then killed with SIGKILL. It is this program again, told so by a variable.</summary>
internal static class KilledServer
{
    public const string Word = "left-by-a-killed-server";

    private const string Variable = "BRASA_TEST_KILLED_SERVER";

    /// <summary>Runs it, kills it, and returns the id of the frozen sandbox it left.</summary>
    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="withWatchdog">Whether its watchdog is killed first.</param>
    public static async Task<string> RunAsync(string dataDirectory, bool withWatchdog)
    {
        var start = new ProcessStartInfo(
            "unshare", ["--mount", "--propagation", "slave", Environment.ProcessPath!, .. ProgramArguments()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = dataDirectory;
        using var server = Process.Start(start)!;
        var id = await server.StandardOutput.ReadLineAsync();
        if (withWatchdog) KillWatchdog(server.Id);
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
            IsolatedHost.Python($"open('/tmp/x', 'w').write('x'); import time; print('ready'); time.sleep(1000) # {Word}"), output, CancellationToken.None);
        await output.WaitForAsync("ready");
        sandbox.Freeze();
        Console.WriteLine(sandbox.Id);
        await Task.Delay(Timeout.Infinite);
    }

    private static void KillWatchdog(int server)
    {
        var children = Directory.GetDirectories($"/proc/{server}/task").SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var watchdog = children.Single(pid => File.ReadAllText($"/proc/{pid}/cmdline").Contains("brasa-watchdog", StringComparison.Ordinal));
        using var process = Process.GetProcessById(int.Parse(watchdog, System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
    }

    // Run as `dotnet X.dll` the process is dotnet, run as an app host it is the tests.
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(KilledServer).Assembly.Location] : [];
}
