using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Brasa.Tests.Shared;

namespace Brasa.Conformance.Tests.Support;

/// <summary>The real server, started as its launcher starts it, on a free port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const string ReadyMark = " is ready at ";
    private const int SIGTERM = 15;

    private static readonly string[] NoNetwork = ["--network", "none"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder output = new();

    private ServerProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>The address it printed once it served, as <c>http://127.0.0.1:4566</c>.</summary>
    public Uri Address => new(ready.Task.Result);

    /// <summary>All it has printed.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>The OCI runtime that tests run with, where they do not choose one.</summary>
    private static string[] OciRuntime => Environment.GetEnvironmentVariable("BRASA_TEST_OCI_RUNTIME") is { Length: > 0 } name ? ["--oci-runtime", name] : [];

    /// <summary>Whether tests that do not say which run their servers without root.</summary>
    public static bool IsRootless => Environment.GetEnvironmentVariable("BRASA_TEST_ROOTLESS") is { Length: > 0 };

    /// <summary>Starts a server that leaves the machine's network alone, and waits until it serves.</summary>
    public static Task<ServerProcess> StartAsync(string data, params IReadOnlyList<string> options) => IsRootless ? StartRootlessAsync(data, options) : ReadyAsync(Launch(
        null, ["--data", data, .. options.Contains("--isolation") ? [] : NoNetwork, .. options.Contains("--oci-runtime") ? [] : OciRuntime, .. options.Contains("--port") ? options : ["--port", "0", .. options]]));

    /// <summary>Starts a server as an ordinary user, and waits until it serves.</summary>
    public static Task<ServerProcess> StartRootlessAsync(string data, params IReadOnlyList<string> options) =>
        ReadyAsync(Launch(OrdinaryUser.Serving(data, ["--data", data, "--port", "0", .. options])));

    /// <summary>Starts a server on a pretended machine, and waits until it serves.</summary>
    public static Task<ServerProcess> StartOnAsync(PretendMachine machine, string data, params IReadOnlyList<string> options) =>
        ReadyAsync(Launch(machine, ["--data", data, "--port", "0", .. options]));

    /// <summary>Starts a server on a pretended machine that is expected not to serve, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunOnAsync(PretendMachine machine, params IReadOnlyList<string> options)
    {
        await using var server = Launch(machine, options);
        return (await server.ExitCodeAsync(), server.Output);
    }

    private static async Task<ServerProcess> ReadyAsync(ServerProcess server)
    {
        await Task.WhenAny(server.ready.Task, server.process.WaitForExitAsync()).WaitAsync(Patience);
        return server.ready.Task.IsCompleted
            ? server
            : throw new InvalidOperationException($"The server did not start:\n{server.Output}");
    }

    /// <summary>Starts a server that is expected not to serve, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params IReadOnlyList<string> options)
    {
        await using var server = Launch(null, options);
        return (await server.ExitCodeAsync(), server.Output);
    }

    /// <summary>The same as an ordinary user.</summary>
    public static async Task<(int ExitCode, string Output)> RunRootlessAsync(string data, params IReadOnlyList<string> options)
    {
        await using var server = Launch(OrdinaryUser.Serving(data, ["--data", data, "--port", "0", .. options]));
        return (await server.ExitCodeAsync(), server.Output);
    }

    /// <summary>Tells it to end; <see cref="ExitCodeAsync"/> waits until it has.</summary>
    public void Terminate()
    {
        Assert.False(process.HasExited, $"The server has ended by itself:\n{Output}");
        Assert.Equal(0, Kill(process.Id, SIGTERM));
    }

    /// <summary>Ends it with no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Ends its watchdog so, which would tidy up after it.</summary>
    public void KillWatchdog()
    {
        using var watchdog = Process.GetProcessById(Footprint.Descendants(Id).Single(
            pid => Footprint.CommandLine(pid).Contains("brasa-watchdog", StringComparison.Ordinal)));
        watchdog.Kill();
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>Kills it where it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private static ServerProcess Launch(PretendMachine? machine, IReadOnlyList<string> options)
    {
        string[] command = ["dotnet", Repository.Server, "up", .. options];
        if (machine is not null) command = [.. machine.Serving(command)];
        else if (Environment.IsPrivilegedProcess) command = ["unshare", "--mount", "--propagation", "slave", .. command];
        return Launch(command);
    }

    private static ServerProcess Launch(IReadOnlyList<string> command)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        var server = new ServerProcess(process);
        process.OutputDataReceived += (_, line) => server.Add(line.Data);
        process.ErrorDataReceived += (_, line) => server.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (output) output.AppendLine(line);
        if (line.IndexOf(ReadyMark, StringComparison.Ordinal) is var mark and >= 0) ready.TrySetResult(line[(mark + ReadyMark.Length)..]);
    }

    // SAFETY: takes values; the process is a child of ours that nobody else waits for, so that its id is not another's by now.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
