namespace Brasa.Conformance.Tests.Support;

/// <summary>A control group that lets a process start no further thread or process.</summary>
internal sealed class ProcessLimit : IDisposable
{
    private readonly string directory;
    private int member;

    private ProcessLimit(string directory) => this.directory = directory;

    /// <summary>One of this test's own; <c>null</c> where the machine has none to make it in.</summary>
    public static ProcessLimit? Make()
    {
        var root = new[] { "/sys/fs/cgroup/pids", "/sys/fs/cgroup" }.FirstOrDefault(candidate => File.Exists($"{candidate}/cgroup.procs"));
        if (root is null) return null;
        var directory = $"{root}/brasa-test-{Environment.ProcessId}";
        Directory.CreateDirectory(directory);
        if (File.Exists($"{directory}/pids.max")) return new ProcessLimit(directory);

        Directory.Delete(directory);
        return null;
    }

    /// <summary>Puts the process in and lets it grow no more.</summary>
    public void Limit(int process)
    {
        member = process;
        File.WriteAllText($"{directory}/cgroup.procs", $"{process}");
        File.WriteAllText($"{directory}/pids.max", File.ReadAllText($"{directory}/pids.current"));
    }

    /// <summary>Lets it grow again.</summary>
    public void Lift() => File.WriteAllText($"{directory}/pids.max", "max");

    public void Dispose()
    {
        Lift();
        if (member != 0 && Directory.Exists($"/proc/{member}")) File.WriteAllText($"{Path.GetDirectoryName(directory)}/cgroup.procs", $"{member}");
        Directory.Delete(directory);
    }
}
