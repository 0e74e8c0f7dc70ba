using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Brasa.Sandbox.Oci;
using Brasa.Tests.Shared;

namespace Brasa.Sandbox.Tests.Support;

/// <summary>
/// A sandbox host in a process of its own, in the network of a <see cref="PretendMachine"/>. It is this program again, told so by a
/// variable, and does as it is told in lines: <c>start</c> a number, Python code in base 64 and the names of policies, <c>end</c> a number.
/// </summary>
internal sealed class MachineServer : IAsyncDisposable
{
    private const string Variable = "BRASA_TEST_MACHINE_SERVER";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, (CollectedOutput Output, TaskCompletionSource Exited)> sandboxes = new();
    private readonly Process process;
    private readonly Task reading;
    private int lastNumber;

    private MachineServer(Process process, string state)
    {
        this.process = process;
        State = state;
        reading = ReadAsync();
    }

    /// <summary>What it said of its network: <c>egress</c> or <c>none</c>, and why; or how it failed.</summary>
    public string State { get; }

    /// <summary>Starts one on a data directory.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="dataDirectory">The directory.</param>
    /// <param name="network">What sandboxes reach.</param>
    /// <param name="allowed">Networks, and policies as <see cref="PolicyText"/> writes them.</param>
    public static async Task<MachineServer> StartAsync(
        PretendMachine machine, string dataDirectory, SandboxNetwork network = SandboxNetwork.Egress, params IReadOnlyList<string> allowed)
    {
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(MachineServer).Assembly.Location] : [];
        var command = machine.Serving([Environment.ProcessPath!, .. program]);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[Variable] = string.Join(' ', [dataDirectory, network.ToString(), .. allowed]);
        var process = Process.Start(start)!;
        var state = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new MachineServer(process, state ?? "");
    }

    /// <summary>Runs Python code in a sandbox to its end and returns what it said.</summary>
    public async Task<string> RunAsync(string code, params IReadOnlyList<string> policies)
    {
        Assert.False(reading.IsCompleted, $"The server has ended: {State}");
        var (number, output) = Start(code, policies);
        await sandboxes[number].Exited.Task.WaitAsync(Patience);
        return (output.Output + output.Error).TrimEnd();
    }

    /// <summary>Starts Python code in a sandbox.</summary>
    public (int Number, CollectedOutput Output) Start(string code, params IReadOnlyList<string> policies)
    {
        var number = Interlocked.Increment(ref lastNumber);
        var output = new CollectedOutput();
        sandboxes[number] = (output, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Tell(string.Join(' ', ["start", $"{number}", Convert.ToBase64String(Encoding.UTF8.GetBytes(code)), .. policies]));
        return (number, output);
    }

    /// <summary>Ends a sandbox and waits until all of it is gone.</summary>
    public async Task EndAsync(int number)
    {
        Tell($"end {number}");
        await sandboxes[number].Output.WaitForAsync("\0gone");
    }

    /// <summary>Ends it with no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await process.StandardInput.BaseStream.DisposeAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        await reading;
        process.Dispose();
    }

    /// <summary>Serves until its input ends, where this process is to be that server; false in a test run.</summary>
    public static async Task<bool> ServeIfAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(' ') is not [var directory, var network, .. var allowed]) return false;
        try
        {
            await ServeAsync(new SandboxOptions
            {
                DataDirectory = directory, OciRuntime = IsolatedHost.Runtime, Ports = [IsolatedHost.Port], Network = Enum.Parse<SandboxNetwork>(network),
                AllowedNetworks = [.. allowed.Where(text => !PolicyText.Is(text)).Select(text => IPNetwork.Parse(text))],
                NetworkPolicies = [.. allowed.Where(PolicyText.Is).Select(PolicyText.Read)],
            });
        }
        catch (SandboxException e)
        {
            Console.WriteLine($"failed: {e.Message}");
        }

        return true;
    }

    private static async Task ServeAsync(SandboxOptions options)
    {
        await using var host = OciSandboxHost.Start(options);
        Console.WriteLine($"{(host.HasEgress ? "egress" : "none")} {host.EgressProblem?.What}");
        var running = new ConcurrentDictionary<int, ISandbox>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var number = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] == "start") _ = StartAsync(host, running, number, Encoding.UTF8.GetString(Convert.FromBase64String(words[2])), words[3..]);
            else if (running.TryRemove(number, out var sandbox)) _ = EndAsync(sandbox, number);
        }
    }

    private static async Task StartAsync(OciSandboxHost host, ConcurrentDictionary<int, ISandbox> running, int number, string code, string[] policies)
    {
        var slot = await host.ReserveAsync(CancellationToken.None);
        try
        {
            running[number] = await slot.StartAsync(IsolatedHost.Python(code) with { NetworkPolicies = policies }, new Teller(number), CancellationToken.None);
            await running[number].Exited;
            if (running.TryRemove(number, out var sandbox)) await sandbox.DisposeAsync();
        }
        catch (SandboxException e)
        {
            new Teller(number).Write(Encoding.UTF8.GetBytes(e.Message), isError: true);
        }

        Console.WriteLine($"exit {number}");
    }

    private static async Task EndAsync(ISandbox sandbox, int number)
    {
        await sandbox.DisposeAsync();
        new Teller(number).Write("\0gone"u8, isError: false);
    }

    private void Tell(string line)
    {
        lock (process.StandardInput)
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not [var kind, var number, .. var rest]) continue;
            var (output, exited) = sandboxes[int.Parse(number, CultureInfo.InvariantCulture)];
            if (kind == "exit") exited.TrySetResult();
            else output.Write(Convert.FromBase64String(rest[0]), isError: kind == "error");
        }
    }

    private sealed class Teller(int number) : ISandboxOutput
    {
        public void Write(ReadOnlySpan<byte> bytes, bool isError) =>
            Console.WriteLine($"{(isError ? "error" : "out")} {number} {Convert.ToBase64String(bytes)}");
    }
}
