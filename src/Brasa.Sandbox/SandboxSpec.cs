namespace Brasa.Sandbox;

/// <summary>What to run in a sandbox.</summary>
public sealed record SandboxSpec
{
    /// <summary>The program, by absolute path inside the sandbox, and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The whole environment; nothing is inherited from this process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The directory inside the sandbox where the program starts.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>What it sees besides the root filesystem.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>A directory of the host that it writes to, if any.</summary>
    public SharedMount? Shared { get; init; }

    /// <summary>What it may use.</summary>
    public required SandboxLimits Limits { get; init; }

    /// <summary>Names of <see cref="SandboxOptions.NetworkPolicies"/> that it is held to, at most <see cref="SandboxOptions.MostPolicies"/>; none: it reaches what
    /// sandboxes reach.</summary>
    public IReadOnlyList<string> NetworkPolicies { get; init; } = [];

    /// <summary>The host name it sees; <c>sandbox</c> when null.</summary>
    public string? HostName { get; init; }
}

/// <summary>A file or directory of the host shown inside a sandbox: always read-only, nosuid and nodev.</summary>
/// <param name="Source">Absolute path on the host; it need not be reachable for the sandbox's user, only what lies in it.</param>
/// <param name="Target">Absolute path inside the sandbox.</param>
public sealed record SandboxMount(string Source, string Target);

/// <summary>What one sandbox may use. The CPU share is set while it runs: <see cref="ISandbox.SetCpuLimit"/>.</summary>
public sealed record SandboxLimits
{
    /// <summary>The default size of <c>/tmp</c>.</summary>
    public const long DefaultTmpBytes = 512L << 20;

    /// <summary>Hard memory limit in bytes; beyond it the kernel kills. Swap is off.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Most processes and threads at once.</summary>
    public int MaxProcesses { get; init; } = 1024;

    /// <summary>Most open files per process.</summary>
    public int MaxOpenFiles { get; init; } = 1024;

    /// <summary>Size of <c>/tmp</c> in bytes. Sizes other than the pool's are made when the sandbox starts, which takes some 20 ms.</summary>
    public long TmpBytes { get; init; } = DefaultTmpBytes;

    /// <summary>Whether no file may be larger than <see cref="TmpBytes"/>, wherever it lies. Where not, <see cref="ISandbox.LimitFileSize"/> still can.</summary>
    public bool LimitsFileSize { get; init; } = true;
}
