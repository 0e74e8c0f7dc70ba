using System.Diagnostics;
using System.Globalization;

namespace Brasa.Tests.Shared;

/// <summary>
/// A network made by the test that plays the machine of a server, connected to another that plays the rest of the world: nothing of these
/// tests leaves them. The machine is 203.0.113.2 and 192.168.7.2; its port 8080 answers. In the world ports 80 and 443 answer at 203.0.113.10,
/// 10.99.0.10, 10.99.1.10, 169.254.169.254 and others, and so does DNS.
/// </summary>
internal sealed class PretendMachine : IAsyncDisposable
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "world");
    private static readonly string[] Needed = ["/usr/bin/python3", "/usr/sbin/ip", "/usr/sbin/nft"];

    private readonly Process process;
    private readonly int pid, world;
    private readonly List<string> queries = [];
    private readonly Task reading;

    private PretendMachine(Process process, int pid, int world)
    {
        this.process = process;
        this.pid = pid;
        this.world = world;
        reading = ReadAsync();
    }

    /// <summary>The DNS queries that came over UDP, in hexadecimal digits.</summary>
    public IReadOnlyList<string> Queries
    {
        get
        {
            lock (queries) return [.. queries];
        }
    }

    /// <summary>Makes one.</summary>
    /// <param name="isRouter">Whether the machine forwards, as with <c>net.ipv4.ip_forward</c> set.</param>
    public static async Task<PretendMachine> StartAsync(bool isRouter = false)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        Assert.SkipUnless(Needed.All(File.Exists), $"needs {string.Join(", ", Needed)}");
        var process = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", Path.Combine(Scripts, "world.sh"), Scripts])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith("ready ", ready, StringComparison.Ordinal);
        var pids = ready!.Split(' ')[1..].Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)).ToArray();
        var machine = new PretendMachine(process, pids[0], pids[1]);
        await machine.RunAsync($"echo {(isRouter ? 1 : 0)} > /proc/sys/net/ipv4/ip_forward");
        return machine;
    }

    /// <summary>The command that runs another in the machine's network.</summary>
    public IReadOnlyList<string> Inside(params IReadOnlyList<string> command) => ["nsenter", $"--net=/proc/{pid}/ns/net", .. command];

    /// <summary>The command that runs a server there: in a mount namespace of its own, where the world resolves names.</summary>
    public IReadOnlyList<string> Serving(params IReadOnlyList<string> command) => Inside(
    [
        "unshare", "--mount", "--propagation", "slave", "sh", "-c", "mount --bind \"$1\" /etc/resolv.conf; shift; exec \"$@\"", "sh",
        Path.Combine(Scripts, "resolv.conf"), .. command,
    ]);

    /// <summary>Runs a shell command there and returns what it says.</summary>
    public Task<string> RunAsync(string script) => ShellAsync(Inside("sh", "-c", script));

    /// <summary>Runs a shell command in the world and returns what it says.</summary>
    public Task<string> RunInWorldAsync(string script) => ShellAsync(["nsenter", $"--net=/proc/{world}/ns/net", "sh", "-c", script]);

    /// <summary>Everything a server could have changed there.</summary>
    public Task<string> ReadStateAsync() => RunAsync(
        "ip -o link; ip -4 -o address; ip route; ip rule; nft list ruleset; cd /proc/sys/net/ipv4 && grep -H . ip_forward conf/*/forwarding conf/*/rp_filter; grep -H . /proc/sys/net/ipv6/conf/*/disable_ipv6");

    /// <summary>Runs a command and returns what it says.</summary>
    public static async Task<string> ShellAsync(IReadOnlyList<string> command)
    {
        using var shell = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return output + await errors;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await reading;
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not ["query", var query]) continue;
            lock (queries) queries.Add(query);
        }
    }
}
