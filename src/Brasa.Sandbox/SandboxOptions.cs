using System.Net;
using System.Net.Sockets;

namespace Brasa.Sandbox;

/// <summary>What sandboxes reach over the network.</summary>
public enum SandboxNetwork
{
    /// <summary>Nothing but <see cref="SandboxOptions.Ports"/>.</summary>
    None,

    /// <summary>Public IPv4 addresses, those in <see cref="SandboxOptions.AllowedNetworks"/>, and DNS; where the machine forbids it, no start.</summary>
    Egress,

    /// <summary>The same; where the machine forbids it, <see cref="None"/>.</summary>
    EgressWherePossible,
}

/// <summary>How this machine runs sandboxes.</summary>
public sealed record SandboxOptions
{
    /// <summary>
    /// A directory for <c>/tmp</c> images, on a real disk with room for them. Its path names this server's cgroups and mounts, so only one
    /// server may use it at a time: the caller locks it.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>The OCI runtime: <c>crun</c> (default) or <c>runc</c>, by name or absolute path.</summary>
    public string OciRuntime { get; init; } = "crun";

    /// <summary>TCP ports to listen on at 127.0.0.1 inside every sandbox.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The most slots that are kept ready, however many are taken.</summary>
    internal const int MostSpareSlots = 64;

    /// <summary>Slots kept ready at least; more where more are taken, unless this is 0. Range: 0 to 64; default 2.</summary>
    public int SpareSlots { get; init; } = 2;

    /// <summary>Size in bytes of the <c>/tmp</c> that spare slots have. Default 512 MiB.</summary>
    public long SpareTmpBytes { get; init; } = SandboxLimits.DefaultTmpBytes;

    /// <summary>User id of the process inside the sandbox. Default 993, as on AWS.</summary>
    public int UserId { get; init; } = 993;

    /// <summary>Group id of the process inside the sandbox. Default 990, as on AWS.</summary>
    public int GroupId { get; init; } = 990;

    /// <summary>
    /// Where a private tmpfs with the root filesystem is mounted. Every user must be able to traverse it. Default <c>/run/brasa</c>. Not used
    /// without root: nobody else sees the mount then, and a directory that every machine has takes it.
    /// </summary>
    public string MountDirectory { get; init; } = "/run/brasa";

    /// <summary>What sandboxes reach. Default <see cref="SandboxNetwork.None"/>.</summary>
    public SandboxNetwork Network { get; init; } = SandboxNetwork.None;

    /// <summary>IPv4 networks that sandboxes reach although they are private or otherwise closed to them. Default none.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Directories that sandboxes may be given to write to; there is no start where this machine cannot give them. Default none.</summary>
    public IReadOnlyList<SharedDirectory> SharedDirectories { get; init; } = [];

    /// <summary>The most policies that one sandbox is held to.</summary>
    public const int MostPolicies = 5;

    /// <summary>What sandboxes can be held to, each by its name. Default none.</summary>
    public IReadOnlyList<NetworkPolicy> NetworkPolicies { get; init; } = [];

    /// <summary>Every network that is to be reached although it may be private.</summary>
    internal IReadOnlyList<IPNetwork> OpenedNetworks => [.. AllowedNetworks, .. NetworkPolicies.SelectMany(policy => policy.Networks)];

    /// <summary>Throws unless every value is in its range.</summary>
    internal SandboxOptions Validated()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(DataDirectory, nameof(DataDirectory));
        ArgumentException.ThrowIfNullOrWhiteSpace(OciRuntime, nameof(OciRuntime));
        ArgumentOutOfRangeException.ThrowIfNegative(SpareSlots, nameof(SpareSlots));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SpareSlots, MostSpareSlots, nameof(SpareSlots));
        ArgumentOutOfRangeException.ThrowIfLessThan(SpareTmpBytes, 1L << 20, nameof(SpareTmpBytes));
        foreach (var port in Ports)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(port, 1, nameof(Ports));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue, nameof(Ports));
        }

        if (AllowedNetworks.Any(network => network.BaseAddress.AddressFamily != AddressFamily.InterNetwork))
            throw new ArgumentException("Sandboxes have no IPv6.", nameof(AllowedNetworks));

        foreach (var policy in NetworkPolicies) policy.Validate();
        if (NetworkPolicies.DistinctBy(policy => policy.Name).Count() < NetworkPolicies.Count)
            throw new ArgumentException("Two policies have one name.", nameof(NetworkPolicies));

        return this with { DataDirectory = Path.GetFullPath(DataDirectory) };
    }
}
