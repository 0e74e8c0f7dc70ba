using Brasa.Lambda.RuntimeApi;
using Brasa.Sandbox.Probe;
using Brasa.Sandbox;
using Brasa.Server.Tls;
using Brasa.Services.Iam;

namespace Brasa.Server;

/// <summary>What the server says on its terminal: what is on, and what is not.</summary>
internal static class Banner
{
    /// <summary>What stands between a function and the machine; docs/security.md says against what, and how each is tested.</summary>
    private static IEnumerable<string> Defences(HostReport report) =>
    [
        report.OwnUserIds ? "user namespace with ids of its own, no capabilities, no new privileges" : "user namespace, no capabilities, no new privileges",
        "system calls by an allow-list",
        "pid, IPC, UTS, mount, network and cgroup namespaces of its own",
        "root, code and bootstrap read-only; /dev, /tmp of its own; /proc masked; no /sys",
        $"limits: {(report.Cgroup == "none" ? "" : "memory without swap, CPU, ")}processes and threads, open files, /tmp, file size, time; no core dumps",
        report.Cgroup == "none" ? "stopped while it has no event" : "frozen while it has no event",
    ];

    /// <summary>What root would have and this server has not, and how to have it.</summary>
    private static IEnumerable<string> Weaknesses(HostReport report)
    {
        if (report.Cgroup == "none")
        {
            yield return "memory and CPU are NOT limited: no control group was delegated to this user";
            yield return "  mend it with: systemd-run --user --scope -p Delegate=yes brasa up (cgroup v2)";
        }

        if (!report.OwnUserIds)
        {
            yield return "all functions have this user's id outside their sandboxes";
            yield return "  mend it with: apt-get install uidmap, and ids for this user in /etc/subuid and /etc/subgid";
        }

        yield return "/tmp is in memory";
    }

    public static void Ready(TextWriter output, ServerOptions options, HostReport report, Health health, HostProblem? egressProblem, IReadOnlyDictionary<string, SharedDirectory> fileSystems, ICollection<string> urls, ServerCertificate? certificate)
    {
        var isSandboxed = options.Isolation == Isolation.Sandbox;
        output.WriteLine($"Brasa {health.Version} is ready at {string.Join(", ", urls.Where(url => !url.EndsWith($"://{SandboxEndPoint.Instance}", StringComparison.Ordinal)))}");
        output.WriteLine($"  data       {options.DataDirectory}");
        output.WriteLine(isSandboxed
            ? $"  isolation  on, by {report.OciRuntimeVersion} with cgroup {report.Cgroup}:{Lines(Defences(report))}"
            : "  isolation  OFF: functions run as plain processes with all rights of this server, without limits");
        if (isSandboxed && report.IsRootless) output.WriteLine($"  ROOTLESS   weaker than as root:{Lines(Weaknesses(report))}");
        output.WriteLine($"  network    {Network(options, health)}");
        if (options.NetworksPath is { } networks) output.WriteLine($"             those with a VpcConfig what {networks} declares, and nothing else");
        if (egressProblem is not null)
            output.WriteLine($"             {egressProblem.What}\n             mend it with: {egressProblem.Remedy}");
        if (fileSystems.Count > 0) output.WriteLine($"  files      {string.Join("\n             ", fileSystems.SelectMany(FileSystem))}");
        output.WriteLine(options.Authenticates
            ? "  signatures on: every request is verified, and allowed by policies"
            : "  signatures OFF: not verified, so only this machine is served; --auth on verifies them");
        if (certificate is not null)
            output.WriteLine($"  TLS        certificate {certificate.Path}, good until {certificate.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}\n             SHA-256 {certificate.Fingerprint}");
        output.WriteLine(health.Runtimes.Count > 0
            ? $"  runtimes   {string.Join(", ", health.Runtimes.Select(runtime => runtime.Identifier))}"
            : "  runtimes   NONE: no interpreter was found; `brasa runtimes` tells how to add one");
        output.Flush();
    }

    /// <summary>Shows, this once, a root user's key that everything else begins with, and which one it took the place of; or why there is none.</summary>
    public static void RootKey(TextWriter output, string account, AddedRootKey added)
    {
        if (added is not { Id: { } id, Secret: { } secret })
        {
            output.WriteLine($"  root key   NONE made: there are two that are in use, {string.Join(" and ", added.InUse)}. With no other key at hand, start without --auth on,");
            output.WriteLine("             remove one with `brasa credentials remove`, and start again");
            output.Flush();
            return;
        }

        if (added.Removed is { } removed) output.WriteLine($"  root key   {removed} is removed: it was disabled, and there may be two");
        output.WriteLine($"  root key   of account {account}, shown this once; `brasa credentials` makes others:");
        output.WriteLine($"             AWS_ACCESS_KEY_ID={id}");
        output.WriteLine($"             AWS_SECRET_ACCESS_KEY={secret}");
        output.Flush();
    }

    public static void Ending(TextWriter output)
    {
        output.WriteLine("Ending: requests that have begun are served to their end.");
        output.Flush();
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"\n             {line}"));

    private static string Network(ServerOptions options, Health health) => health.Network switch
    {
        "egress" when options.AllowedCidrs.Count > 0 => $"egress: functions reach public IPv4 addresses and {string.Join(", ", options.AllowedNetworks)}, nothing else",
        "egress" => "egress: functions reach public IPv4 addresses; not this machine, private networks or one another",
        "none" => "none: functions reach their Runtime API and this server's AWS endpoint, nothing else",
        _ => "the machine's own",
    };

    private static IEnumerable<string> FileSystem(KeyValuePair<string, SharedDirectory> declared)
    {
        var directory = declared.Value;
        yield return $"{directory.Path}, of user {directory.UserId} and group {directory.GroupId}, as {declared.Key}";
        if (!directory.IgnoresSetUserId())
            yield return "  functions can leave programs there that whoever runs them on this machine runs as that user: mount it nosuid";
    }

    public static string CannotIsolate(HostReport report) =>
        "Functions cannot be isolated on this machine:\n"
        + string.Concat(report.Problems.Select(problem => $"  {problem.What}\n    mend it with: {problem.Remedy}\n"))
        + "To run them without isolation, as plain processes with all rights of the server, give --isolation none.";
}
