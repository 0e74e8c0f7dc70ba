using System.Net;
using System.Net.Sockets;
using Brasa.Core.Identity;
using Brasa.Sandbox;
using Brasa.Sandbox.Probe;

namespace Brasa.Server;

/// <summary>What keeps functions apart from the machine and from each other.</summary>
internal enum Isolation
{
    /// <summary>A sandbox of namespaces, control groups and seccomp for each environment.</summary>
    Sandbox,

    /// <summary>Nothing: functions run as plain processes with all rights of the server.</summary>
    None,
}

/// <summary>How the server runs.</summary>
internal sealed record ServerOptions
{
    public const int DefaultPort = 4566;

    /// <summary>0–65,535; 0 takes any free one. Default 4566.</summary>
    public required int Port { get; init; }

    /// <summary>The address to listen on. Default 127.0.0.1; others than loopback only with <see cref="Authenticates"/>, and then with TLS.</summary>
    public required IPAddress Listen { get; init; }

    /// <summary>The certificate of the server for TLS, in PEM, its issuers after it; default <c>null</c>: one of its own where it has to use TLS.</summary>
    public required string? TlsCertificatePath { get; init; }

    /// <summary>The key of <see cref="TlsCertificatePath"/>, in PEM; given with it, or neither.</summary>
    public required string? TlsKeyPath { get; init; }

    /// <summary>Where everything is stored. Default <see cref="DefaultDataDirectory"/>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Default <see cref="Isolation.Sandbox"/>.</summary>
    public required Isolation Isolation { get; init; }

    /// <summary>The OCI runtime, by name or path. Default <c>crun</c>.</summary>
    public required string OciRuntime { get; init; }

    /// <summary>What functions reach over the network. Default egress where the machine allows it.</summary>
    public required SandboxNetwork Network { get; init; }

    /// <summary>Private networks that functions reach all the same, in CIDR notation. Default none.</summary>
    public required IReadOnlyList<string> AllowedCidrs { get; init; }

    /// <summary>The file that declares networks for functions to be connected to; default <c>null</c>, none. Given one, egress is asked for.</summary>
    public required string? NetworksPath { get; init; }

    /// <summary>Whether requests have to be signed by somebody who may. Default off, for loopback only.</summary>
    public required bool Authenticates { get; init; }

    /// <summary>The account whose root user is to get another key at this start, 12 digits; <c>null</c>, the default, for none.</summary>
    public required string? NewRootKeyAccount { get; init; }

    /// <summary>How many invocations an account may run at once in a region; at least 1. Default 1,000.</summary>
    public required int AccountConcurrency { get; init; }

    /// <summary>Directories that functions are given as file systems, each as <see cref="FileSystemOption"/>. Default none.</summary>
    public required IReadOnlyList<string> FileSystems { get; init; }

    /// <summary>The file with the operator's prices; default <c>null</c>: AWS's public ones.</summary>
    public required string? PricesPath { get; init; }

    /// <summary>The file that declares budgets; default <c>null</c>, none.</summary>
    public required string? BudgetsPath { get; init; }

    /// <summary>Whether callers may come from other machines.</summary>
    public bool ServesNetwork => !IPAddress.IsLoopback(Listen);

    public bool UsesTls => TlsCertificatePath is not null || ServesNetwork;

    /// <summary><see cref="AllowedCidrs"/> that are what they should be.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks =>
        [.. AllowedCidrs.Where(IsIpv4Network).Select(IPNetwork.Parse)];

    /// <summary><c>/var/lib/brasa</c> for root, else <c>brasa</c> in the user's data directory.</summary>
    public static string DefaultDataDirectory => Privileges.Held == Privilege.Root
        ? "/var/lib/brasa"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "brasa");

    /// <summary>What is wrong with the options, or <c>null</c>.</summary>
    public string? Problem() => this switch
    {
        { Port: < 0 or > ushort.MaxValue } => $"--port {Port} is no TCP port: give one from 0 to {ushort.MaxValue}.",
        _ when Listen.Equals(IPAddress.None) => "--listen takes an IP address, as 127.0.0.1 or ::1.",
        { ServesNetwork: true, Authenticates: false } =>
            $"--listen {Listen} would let anyone on the network in: give --auth on too, which verifies every request, or a loopback address.",
        { ServesNetwork: true, Isolation: Isolation.None } =>
            $"--listen {Listen} would let whoever may create a function run programs with this server's rights, read its keys and be anybody: give it without --isolation none, or a loopback address.",
        _ when TlsCertificatePath is null != TlsKeyPath is null => "--tls-cert and --tls-key belong together: give both, or neither.",
        { NewRootKeyAccount: not null, Authenticates: false } => "--new-root-key is for a server that asks for keys: give --auth on too.",
        { NewRootKeyAccount: { } account } when !Arn.IsAccount(account) => $"--new-root-key {account} is no account: give its twelve digits.",
        _ when AllowedCidrs.FirstOrDefault(cidr => !IsIpv4Network(cidr)) is { } wrong =>
            $"--allow-cidr {wrong} is no IPv4 network: give its first address and the length of its prefix, as 10.20.0.0/16.",
        { AllowedCidrs.Count: > 0 } when Network == SandboxNetwork.None || Isolation == Isolation.None =>
            "--allow-cidr opens networks to functions that reach the network from a sandbox: give it without --network none and --isolation none.",
        { NetworksPath: not null } when Network == SandboxNetwork.None || Isolation == Isolation.None =>
            "--networks declares networks to functions that reach the network from a sandbox: give it without --network none and --isolation none.",
        { Network: SandboxNetwork.Egress, Isolation: Isolation.None } =>
            "--network egress is for sandboxes: with --isolation none functions use the machine's own network.",
        { AccountConcurrency: < 1 } => $"--account-concurrency {AccountConcurrency} would let no function run: give 1 or more.",
        _ => FileSystemOption.Problem(FileSystems, Isolation),
    };

    /// <summary>Whether that is an IPv4 network in CIDR notation. Other ways of writing one, which cut off what lies beyond the prefix, are taken for mistakes.</summary>
    public static bool IsIpv4Network(string cidr) =>
        IPNetwork.TryParse(cidr, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork && network.ToString() == cidr;
}
