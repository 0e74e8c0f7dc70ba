namespace Brasa.Sandbox.Probe;

/// <summary>Looks closer than a start needs: at all that decides how well a server will run. Nothing on the machine is different afterwards.</summary>
public static class MachineProbe
{
    /// <summary>Everything there is to say, good and bad.</summary>
    /// <param name="options">How a server would run sandboxes.</param>
    /// <param name="report">What <see cref="SandboxProbe"/> has found with the same.</param>
    /// <param name="dataDirectory">Where it would store everything.</param>
    public static IReadOnlyList<Finding> Examine(SandboxOptions options, HostReport report, string dataDirectory) =>
    [
        .. IsolationFindings.Of(options, report),
        .. KernelFindings.Of(dataDirectory),
        .. NetworkFindings.Of(report),
        .. DirectoryFindings.Of(dataDirectory),
        .. CapacityFindings.Of(File.ReadLines("/proc/meminfo"), File.ReadLines("/proc/self/limits")),
        .. ClockFindings.Of(),
    ];
}
