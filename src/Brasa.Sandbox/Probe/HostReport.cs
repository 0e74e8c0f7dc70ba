namespace Brasa.Sandbox.Probe;

/// <summary>What this machine offers for isolation.</summary>
public sealed record HostReport
{
    /// <summary>Whether this process is root of the machine.</summary>
    public required bool IsRoot { get; init; }

    /// <summary>Whether it is root of a user namespace only: sandboxes are then weaker, and without egress.</summary>
    public required bool IsRootless { get; init; }

    /// <summary>Whether every sandbox has user ids of its own.</summary>
    public required bool OwnUserIds { get; init; }

    /// <summary>Where the OCI runtime is, if it is installed.</summary>
    public required string? OciRuntimePath { get; init; }

    /// <summary>What the OCI runtime says about its version.</summary>
    public required string? OciRuntimeVersion { get; init; }

    /// <summary><c>v1</c>, <c>v2</c> or <c>none</c>, in which case nothing limits memory and CPU.</summary>
    public required string Cgroup { get; init; }

    /// <summary>Whether this process has a mount namespace of its own.</summary>
    public required bool PrivateMountNamespace { get; init; }

    /// <summary>Whether <c>/tmp</c> is on disk, in loop-mounted ext4 images; else it is in memory.</summary>
    public required bool TmpImages { get; init; }

    /// <summary>Whether the kernel makes user namespaces.</summary>
    public required bool UserNamespaces { get; init; }

    /// <summary>Why sandboxes cannot reach the network; they can where there is none.</summary>
    public required IReadOnlyList<HostProblem> EgressProblems { get; init; }

    /// <summary>One for each piece missing; sandboxes can be isolated when there is none.</summary>
    public required IReadOnlyList<HostProblem> Problems { get; init; }

    /// <summary>Whether <see cref="Oci.OciSandboxHost"/> can run here.</summary>
    public bool CanIsolate => Problems.Count == 0;
}

/// <summary>A piece this machine lacks.</summary>
/// <param name="What">What is missing, in one sentence.</param>
/// <param name="Remedy">The command or step that mends it.</param>
public sealed record HostProblem(string What, string Remedy)
{
    /// <summary>The piece, as findings name it.</summary>
    public string Check { get; init; } = "";
}
