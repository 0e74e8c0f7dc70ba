using System.Net;

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

    /// <summary>The address to listen on. Default 127.0.0.1; only loopback addresses, as callers are not verified.</summary>
    public required IPAddress Listen { get; init; }

    /// <summary>Where everything is stored. Default <see cref="DefaultDataDirectory"/>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Default <see cref="Isolation.Sandbox"/>.</summary>
    public required Isolation Isolation { get; init; }

    /// <summary>The OCI runtime, by name or path. Default <c>crun</c>.</summary>
    public required string OciRuntime { get; init; }

    /// <summary><c>/var/lib/brasa</c> for root, else <c>brasa</c> in the user's data directory.</summary>
    public static string DefaultDataDirectory => Environment.IsPrivilegedProcess
        ? "/var/lib/brasa"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "brasa");

    /// <summary>What is wrong with the options, or <c>null</c>.</summary>
    public string? Problem() => this switch
    {
        { Port: < 0 or > ushort.MaxValue } => $"--port {Port} is no TCP port: give one from 0 to {ushort.MaxValue}.",
        _ when Listen.Equals(IPAddress.None) => "--listen takes an IP address, as 127.0.0.1 or ::1.",
        _ when !IPAddress.IsLoopback(Listen) =>
            $"--listen {Listen} would let anyone on the network in: signatures are not verified yet, so only loopback addresses are served.",
        _ => null,
    };
}
