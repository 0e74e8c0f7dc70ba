using System.Globalization;
using System.Text.Json;

namespace Brasa.Sandbox.Oci;

/// <summary>What an OCI <c>config.json</c> says beyond the spec.</summary>
internal sealed record OciPlace(string Root, string TmpSource, string NetworkPath, string CgroupPath)
{
    /// <summary>The ids of the process inside.</summary>
    public required int UserId { get; init; }

    public required int GroupId { get; init; }

    public required IReadOnlyList<IdMapping> Users { get; init; }

    public required IReadOnlyList<IdMapping> Groups { get; init; }

    /// <summary>What lies at <see cref="SharedMount.Parent"/>, and in it the mount of the shared directory; used where there is one.</summary>
    public required string SharedParent { get; init; }

    public required string? SharedSource { get; init; }

    /// <summary>Whether the control group limits processes and threads; else a resource limit does.</summary>
    public required bool CgroupLimitsProcesses { get; init; }
}

/// <summary>Writes the <c>config.json</c> of one sandbox.</summary>
/// <remarks>Format: OCI runtime specification 1.0, config.md and config-linux.md.</remarks>
internal static class OciConfiguration
{
    // What /proc and /sys tell about the machine or let be changed on it; the list container engines agree on.
    private static readonly string[] Masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/pressure", "/proc/sched_debug",
        "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
    ];

    private static readonly string[] ReadOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    private static readonly string[] Namespaces = ["user", "pid", "mount", "ipc", "uts", "cgroup"];

    private static readonly string[] CapabilitySets = ["bounding", "effective", "inheritable", "permitted", "ambient"];

    public static void Write(Stream stream, SandboxSpec spec, OciPlace place)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("ociVersion", "1.0.0");
        json.WriteString("hostname", spec.HostName ?? "sandbox");
        json.WriteStartObject("root");
        json.WriteString("path", place.Root);
        json.WriteBoolean("readonly", true);
        json.WriteEndObject();
        WriteProcess(json, spec, place);
        WriteMounts(json, spec, place);
        WriteLinux(json, place);
        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json, SandboxSpec spec, OciPlace place)
    {
        json.WriteStartObject("process");
        json.WriteBoolean("terminal", false);
        json.WriteBoolean("noNewPrivileges", true);
        json.WriteNumber("oomScoreAdj", 1000); // where the whole machine is out of memory, a function goes before the server does
        json.WriteString("cwd", spec.WorkingDirectory);
        json.WriteStartObject("user");
        json.WriteNumber("uid", place.UserId);
        json.WriteNumber("gid", place.GroupId);
        json.WriteEndObject();
        WriteStrings(json, "args", place.CgroupLimitsProcesses ? spec.Command : [.. LimitProcesses(spec.Limits.MaxProcesses), .. spec.Command]);
        WriteStrings(json, "env", spec.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        json.WriteStartObject("capabilities");
        foreach (var set in CapabilitySets) WriteStrings(json, set, []);
        json.WriteEndObject();
        json.WriteStartArray("rlimits");
        WriteLimit(json, "RLIMIT_NOFILE", spec.Limits.MaxOpenFiles);
        WriteLimit(json, "RLIMIT_CORE", 0);
        if (spec.Limits.LimitsFileSize) WriteLimit(json, "RLIMIT_FSIZE", spec.Limits.TmpBytes); // a sparse file of a terabyte takes no room until somebody copies it
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>
    /// Set inside, where the kernel counts for this sandbox's user namespace. Among the configuration's limits it would hold for the container
    /// runtime too, as that makes the namespace, and so for all that the server and its sandboxes run together.
    /// </summary>
    private static string[] LimitProcesses(int most) => ["/usr/bin/prlimit", string.Create(CultureInfo.InvariantCulture, $"--nproc={most}:{most}")];

    private static void WriteMounts(Utf8JsonWriter json, SandboxSpec spec, OciPlace place)
    {
        json.WriteStartArray("mounts");
        WriteMount(json, "proc", "proc", "/proc", ["nosuid", "nodev", "noexec"]);
        WriteMount(json, "tmpfs", "tmpfs", "/dev", ["ro", "nosuid", "noexec", "mode=755", "size=64k"]);
        WriteMount(json, "bind", place.TmpSource, "/tmp", ["bind", "rw", "nosuid", "nodev"]);
        foreach (var mount in spec.Mounts) WriteMount(json, "bind", mount.Source, mount.Target, ["bind", "ro", "nosuid", "nodev"]);
        if (spec.Shared is { } shared)
        {
            WriteMount(json, "bind", place.SharedParent, SharedMount.Parent, ["bind", "ro", "nosuid", "nodev"]);
            WriteMount(json, "bind", place.SharedSource!, shared.Target, ["bind", "rw", "nosuid", "nodev"]);
        }

        json.WriteEndArray();
    }

    private static void WriteLinux(Utf8JsonWriter json, OciPlace place)
    {
        json.WriteStartObject("linux");
        json.WriteString("cgroupsPath", place.CgroupPath);
        json.WriteStartArray("namespaces");
        foreach (var type in Namespaces) WriteNamespace(json, type, null);
        WriteNamespace(json, "network", place.NetworkPath);
        json.WriteEndArray();
        WriteMappings(json, "uidMappings", place.Users);
        WriteMappings(json, "gidMappings", place.Groups);
        WriteStrings(json, "maskedPaths", Masked);
        WriteStrings(json, "readonlyPaths", ReadOnly);
        json.WritePropertyName("seccomp");
        json.WriteRawValue(SeccompProfile.Json, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void WriteMount(Utf8JsonWriter json, string type, string source, string target, IEnumerable<string> options)
    {
        json.WriteStartObject();
        json.WriteString("destination", target);
        json.WriteString("type", type);
        json.WriteString("source", source);
        WriteStrings(json, "options", options);
        json.WriteEndObject();
    }

    private static void WriteNamespace(Utf8JsonWriter json, string type, string? path)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        if (path is not null) json.WriteString("path", path);
        json.WriteEndObject();
    }

    private static void WriteMappings(Utf8JsonWriter json, string name, IReadOnlyList<IdMapping> mappings)
    {
        json.WriteStartArray(name);
        foreach (var mapping in mappings)
        {
            json.WriteStartObject();
            json.WriteNumber("containerID", mapping.Inside);
            json.WriteNumber("hostID", mapping.Outside);
            json.WriteNumber("size", mapping.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLimit(Utf8JsonWriter json, string type, long value)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("hard", value);
        json.WriteNumber("soft", value);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
