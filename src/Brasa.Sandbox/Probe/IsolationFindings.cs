namespace Brasa.Sandbox.Probe;

/// <summary>What stands between functions and the machine, piece by piece.</summary>
internal static class IsolationFindings
{
    private static readonly string[] KnownRuntimes = ["crun", "runc"];
    private static readonly string[] UtilLinux = ["unshare", "nsenter", "prlimit"];

    public static IEnumerable<Finding> Of(SandboxOptions options, HostReport report)
    {
        var problems = report.Problems.ToLookup(problem => problem.Check);
        IEnumerable<Finding> ProblemsOr(string check, params IEnumerable<Finding> otherwise) => problems[check].Any() ? problems[check].Select(Finding.Problem) : otherwise;

        return
        [
            .. ProblemsOr(SandboxProbe.Rights, Rights(report)),
            .. ProblemsOr(SandboxProbe.Runtime, Finding.Ok(SandboxProbe.Runtime, $"{report.OciRuntimeVersion}, {report.OciRuntimePath}{Others(options.OciRuntime)}")),
            .. ProblemsOr(SandboxProbe.ControlGroups, ControlGroups(report)),
            .. ProblemsOr(SandboxProbe.Mounts, Finding.Ok(SandboxProbe.Mounts, "a server's mounts are seen by nobody else")),
            .. ProblemsOr(SandboxProbe.TmpImages, TmpImages(report)),
            .. ProblemsOr(SandboxProbe.UserNamespaces),
            Tools(),
        ];
    }

    private static IEnumerable<Finding> Rights(HostReport report)
    {
        yield return report.IsRoot
            ? Finding.Ok(SandboxProbe.Rights, "root")
            : Finding.Warning(
                SandboxProbe.Rights, "An ordinary user, root in a user namespace of its own.",
                "Functions are isolated, but reach no network, and have no file systems; /tmp is in memory.", "sudo brasa up");
        if (!report.OwnUserIds)
        {
            yield return Finding.Warning(
                SandboxProbe.Rights, "This user has no user ids to give away.", "All functions have this user's id outside their sandboxes.",
                "sudo apt-get install uidmap && sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER");
        }
    }

    private static string Others(string name) =>
        string.Concat(KnownRuntimes.Where(other => other != name && HostTools.Find(other) is not null).Select(other => $"; --oci-runtime {other} is there too"));

    private static Finding ControlGroups(HostReport report) => report.Cgroup == "none"
        ? Finding.Warning(
            SandboxProbe.ControlGroups, "No control group was delegated to this user.", "Neither memory nor CPU of functions is limited.",
            "systemd-run --user --scope -p Delegate=yes brasa up (cgroup v2)")
        : Finding.Ok(SandboxProbe.ControlGroups, $"{report.Cgroup}, with memory, cpu and pids");

    private static Finding Tools() => UtilLinux.Where(tool => HostTools.Find(tool) is null).ToList() is { Count: > 0 } missing
        ? Finding.Problem("tools", $"Not installed: {string.Join(", ", missing)}.", "apt-get install util-linux")
        : Finding.Ok("tools", string.Join(", ", UtilLinux));

    private static Finding TmpImages(HostReport report) => Finding.Ok(
        SandboxProbe.TmpImages, report.TmpImages ? "mkfs.ext4 and loop devices are there" : "not needed: /tmp is in memory");
}
